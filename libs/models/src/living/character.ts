import type { BasketItem } from './basket.js';
import type { Page, Visitor } from './browsing.js';
import type { Fate } from './fate.js';
import type { Model } from './model.js';
import { addressAt, type Address, type Person, type Persona } from './person.js';
import type { Shopping } from './popularity.js';
import { offsetOf } from './rhythm.js';
import { STREAM } from './streams.js';

/** Which visit: its number, from 0, when it begins, in shop time, and whether it ends with an order. */
export interface VisitKey {
  k: number;
  at: number;
  buys: boolean;
}

/** A visit as it is planned, before anything of it happens. */
export interface VisitPlan {
  basket: readonly BasketItem[];
  pages: readonly Page[];
  visitor: Visitor;
  /** Whether it ends with an order or a sign-up. */
  checksOut: boolean;
  /** Milliseconds from the first page to that, or to the last page; the last page is `pause` before the end. */
  length: number;
  pause: number;
}

/**
 * All that is fixed about a shopper from the beginning, worked out when it is asked for and kept where it is asked for
 * again: nothing of it depends on what was asked before.
 */
export class Character {
  readonly life: number;
  readonly began: number;
  readonly persona: Persona;
  /** Moments of shop time; undefined: never. */
  readonly movesAt: number | undefined;
  readonly forgottenAt: number | undefined;
  readonly #model: Model;
  #person: Person | undefined;
  #addresses: Address[] = [];
  #planned: { visit: VisitKey; plan: VisitPlan } | undefined;

  constructor(model: Model, life: number, began: number) {
    this.#model = model;
    this.life = life;
    this.began = began;
    this.persona = model.drawPersona(model.streams.at(STREAM.persona, life));
    const { movesAfter, forgottenAfter } = this.persona;
    this.movesAt = movesAfter === undefined ? undefined : began + movesAfter;
    this.forgottenAt = forgottenAfter === undefined ? undefined : began + forgottenAfter;
  }

  get person(): Person {
    const { streams, drawPerson } = this.#model;
    return (this.#person ??= drawPerson(streams.at(STREAM.person, this.life)));
  }

  /** Milliseconds that the shopper's own clock is ahead of UTC. */
  get offset(): number {
    return offsetOf(this.address(0).longitude);
  }

  /** The address after so many moves: never the one before it. */
  address(moves: number): Address {
    return (this.#addresses[moves] ??= this.#drawAddress(moves));
  }

  #drawAddress(moves: number): Address {
    const { streams, places } = this.#model;
    const left = moves > 0 ? this.address(moves - 1).street_address : undefined;
    const random = streams.at(STREAM.address, this.life, moves);
    for (;;) {
      const address = addressAt(places.draw(this.began, random), random);
      if (address.street_address !== left) return address;
    }
  }

  /** A visit of this shopper; the first one ends with the sign-up, whether or not it ends with an order. */
  plan({ k, at, buys }: VisitKey): VisitPlan {
    const known = this.#planned;
    if (known && known.visit.k === k && known.visit.at === at && known.visit.buys === buys) return known.plan;
    const { streams, browsing, drawBasket } = this.#model;
    const shopping: Shopping = {
      gender: this.person.gender,
      moment: at,
      south: this.address(0).latitude < 0,
    };
    const basket = buys ? drawBasket(shopping, streams.at(STREAM.basket, this.life, k)) : [];
    const random = streams.at(STREAM.pages, this.life, k);
    const visitor = browsing.visitor(buys, random);
    const pages = buys ? browsing.shop(basket, shopping, random) : browsing.lookAround(shopping, random);
    const checksOut = buys || k === 0;
    const pause = checksOut ? browsing.gap(random) : 0;
    let length = pause;
    for (const { gap } of pages) length += gap;
    const plan = { basket, pages, visitor, checksOut, length, pause };
    this.#planned = { visit: { k, at, buys }, plan };
    return plan;
  }

  /** How the order fares that is placed in the visit. */
  fate(visit: VisitKey): Fate {
    const { basket, length } = this.plan(visit);
    const random = this.#model.streams.at(STREAM.fate, this.life, visit.k);
    return this.#model.drawFate(basket, visit.at + length, this.persona.sendsMuch, random);
  }
}
