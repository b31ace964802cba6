import { LifeStepError, type Life, type Step, type World } from '../life.js';
import type { EventRow } from '../rows.js';
import { Character } from './character.js';
import { checkOut } from './checkout.js';
import { Crowd } from './crowd.js';
import { forgetChanges } from './forget.js';
import { LifeIds, type RunIdentity } from './life-ids.js';
import type { Model } from './model.js';
import { orderStep } from './order-steps.js';
import { pushSession } from './session-rows.js';
import { nextStep, type Done, type DueStep, type ShopperState, type Visit } from './shopper-state.js';
import { STREAM } from './streams.js';
import { moveChange, whoVisits } from './user-rows.js';

/** The lives of shoppers. */
export class ShopperLives {
  readonly #model: Model;
  readonly #run: number;
  readonly #ids: LifeIds;
  readonly #crowd: Crowd;
  #character: Character | undefined;

  constructor(model: Model, { run, key, seed }: RunIdentity) {
    this.#model = model;
    this.#run = run;
    this.#ids = new LifeIds('shopper', key, seed);
    this.#crowd = new Crowd(model, this.#ids);
  }

  begin(life: number, at: number): Life {
    const visit = firstVisit(this.#turnTo(life, at));
    const state: ShopperState = {
      n: 0,
      began: at,
      last: at,
      visit,
      ahead: [],
      buysLast: false,
      placed: 0,
      orders: [],
    };
    return { run: this.#run, kind: 'shopper', life, due: at, state };
  }

  opening(life: number): number {
    const character = this.#turnTo(life, 0);
    return character.plan(firstVisit(character)).length;
  }

  wants({ life, state }: Life): number[] {
    const shopper = state as ShopperState;
    const character = this.#turnTo(life, shopper.began);
    if (nextStep(shopper, character)?.name !== 'checkout') return [];
    return character.plan(shopper.visit!).basket.map(({ product }) => product.id);
  }

  step(life: Life, world: World): Step {
    const state = life.state as ShopperState;
    const character = this.#turnTo(life.life, state.began);
    const due = nextStep(state, character);
    if (!due) throw new LifeStepError(life);
    const { changes, pages = [], over = due.at, state: after } = this.#perform(due, character, state, world);
    const transaction = {
      id: `${this.#run}-shopper-${life.life}-${state.n}`,
      at: new Date(world.realAt(due.at)),
      changes,
    };
    const last = Math.max(state.last, over);
    return { transaction, pages, next: after && this.#life(character, { ...after, n: state.n + 1, last }) };
  }

  settle(life: Life): Life | undefined {
    const { visit, ...state } = life.state as ShopperState;
    if (!visit || visit.checkout !== undefined) return life;
    return this.#life(this.#turnTo(life.life, state.began), { ...state, ahead: [], buysLast: false });
  }

  visitUnderWay({ life, state }: Life, world: World): EventRow[] {
    const shopper = state as ShopperState;
    if (shopper.visit?.t === undefined) return [];
    return this.#pagesOf(this.#turnTo(life, shopper.began), shopper, shopper.visit, shopper.visit.t, world);
  }

  #turnTo(life: number, began: number): Character {
    this.#ids.begin(life);
    if (this.#character?.life !== life || this.#character.began !== began) {
      this.#character = new Character(this.#model, life, began);
    }
    return this.#character;
  }

  #life(character: Character, state: ShopperState): Life | undefined {
    const step = nextStep(state, character);
    return step && { run: this.#run, kind: 'shopper', life: character.life, due: step.at, state };
  }

  #perform(due: DueStep, character: Character, state: ShopperState, world: World): Done {
    const ids = this.#ids;
    switch (due.name) {
      case 'visit':
        return this.#visit(character, state, state.visit!, world);
      case 'checkout': {
        const { changes, state: after } = checkOut({ model: this.#model, ids, character, state, world });
        return { changes, state: this.#comeBack(character, after) };
      }
      case 'move': {
        const change = moveChange(ids, character, state, new Date(world.realAt(due.at)));
        return { changes: [change], state: { ...state, moved: true } };
      }
      case 'forget':
        return { changes: forgetChanges(ids, character, state), state: undefined };
      default:
        return orderStep(ids, character, state, due, world);
    }
  }

  #visit(character: Character, state: ShopperState, visit: Visit, world: World): Done {
    const { k, at, buys } = visit;
    const { length, checksOut } = character.plan(visit);
    const t = Math.floor(world.idTime(at));
    const pages = this.#pagesOf(character, state, visit, t, world);
    if (buys) {
      const random = this.#model.streams.at(STREAM.crowd, character.life, k);
      const size = this.#model.traffic.crowd(state.placed);
      this.#crowd.push(pages, { k, t, at, length }, size, world, random);
    }
    if (checksOut) {
      return { changes: [], pages, state: { ...state, visit: { ...visit, t, checkout: at + length } } };
    }
    const kept = state.kept && { kept: [...state.kept, { k, t, at, buys, placed: false }] };
    return { changes: [], pages, over: at + length, state: this.#comeBack(character, { ...state, ...kept }) };
  }

  /** The shopper's own pages, without the one that an order or a sign-up is. */
  #pagesOf(character: Character, state: ShopperState, visit: Visit, t: number, world: World): EventRow[] {
    const { pages, visitor } = character.plan(visit);
    const rows: EventRow[] = [];
    let moment = visit.at;
    const moments = pages.map(({ gap }) => world.realAt((moment += gap)));
    const session = whoVisits(this.#ids, character, state, visitor);
    pushSession(rows, this.#ids, { t, k: visit.k, j: 0 }, session, pages, moments);
    return rows;
  }

  /** The shopper with the next visit before it, once the one that is over lies behind. */
  #comeBack(character: Character, { visit, ...state }: ShopperState): ShopperState {
    if (!visit) return state;
    const { k, at, checkout = at } = visit;
    let { ahead, buysLast } = state;
    if (ahead.length === 0 && (visit.buys || k === 0)) {
      const random = this.#model.streams.at(STREAM.visit, character.life, k);
      const { persona, offset } = character;
      ({ ahead, buysLast } = this.#model.visits.after(checkout, state.placed, persona, offset, random));
    }
    const [next, ...later] = ahead;
    if (next === undefined) return { ...state, ahead, buysLast: false };
    const coming: Visit = { k: k + 1, at: next, buys: buysLast && later.length === 0 };
    return { ...state, visit: coming, ahead: later, buysLast };
  }
}

function firstVisit({ began, persona }: Character): Visit {
  return { k: 0, at: began, buys: persona.firstOrder === 'at sign-up' };
}
