import { emailAddress } from '../people/email-address.js';
import { firstName, lastName } from '../people/person-name.js';
import type { Random } from '../chance/random.js';
import type { Gender, Place } from '../rows.js';
import { streetAddress } from '../people/street-address.js';
import { weightedDraw } from '../chance/weighted-draw.js';
import type { LivingFigures } from './figures.js';
import { quantileDraw } from '../chance/quantile-draw.js';
import { DAY } from './rhythm.js';

/** Who lives a life. */
export interface Person {
  gender: Gender;
  first_name: string;
  last_name: string;
  email: string;
  age: number;
  traffic_source: string;
}

/** An address as a user's row has it. */
export interface Address extends Omit<Place, 'population'> {
  street_address: string;
}

/** What a person is like as a customer; the shop does not know. */
export interface Persona {
  /** Orders in the session of the sign-up, at a later visit, or never. */
  firstOrder: 'at sign-up' | 'later' | 'never';
  /** One of those who send much back. */
  sendsMuch: boolean;
  /** One of those who buy most. */
  buysMost: boolean;
  /** Milliseconds from the first visit to moving house, and to asking to be forgotten; undefined: never. */
  movesAfter: number | undefined;
  forgottenAfter: number | undefined;
}

export function personDraw(figures: LivingFigures): (random: Random) => Person {
  const drawGender = weightedDraw(figures.gender);
  const drawSource = weightedDraw(figures.userSource);
  const drawAge = quantileDraw(figures.age);
  return (random) => {
    const gender = drawGender(random);
    const first_name = firstName(gender, random);
    const last_name = lastName(random);
    const email = emailAddress(first_name, last_name, random);
    return {
      gender,
      first_name,
      last_name,
      email,
      age: Math.floor(drawAge(random)),
      traffic_source: drawSource(random),
    };
  };
}

export function personaDraw(figures: LivingFigures): (random: Random) => Persona {
  const { sendsBack, buysMost, moves, forgets } = figures;
  const drawMove = quantileDraw(figures.daysToMove);
  const drawForget = quantileDraw(figures.daysToForget);
  return (random) => {
    const buysNow = random.next() < figures.buysAtSignUp;
    const buysLater = random.next() < figures.buysLater;
    const much = random.next() < sendsBack.share;
    const move = random.next() < moves;
    const movesAfter = Math.floor(drawMove(random) * DAY);
    const forget = random.next() < forgets;
    const forgottenAfter = Math.floor(drawForget(random) * DAY);
    const most = random.next() < buysMost.share;
    return {
      firstOrder: buysNow ? 'at sign-up' : buysLater ? 'later' : 'never',
      sendsMuch: much,
      buysMost: most,
      movesAfter: move ? movesAfter : undefined,
      forgottenAfter: forget ? forgottenAfter : undefined,
    };
  };
}

/** The address of somebody who lives at a place. */
export function addressAt(place: Place, random: Random): Address {
  const { state, postal_code, city, country, latitude, longitude } = place;
  return { state, street_address: streetAddress(random), postal_code, city, country, latitude, longitude };
}
