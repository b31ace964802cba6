import type { Catalogue } from '@thelook/models';
import { livingFigures } from '@thelook/models';
import { Popularity } from '../../../../libs/models/src/living/popularity.js';
import type { Figure } from '../report.js';
import { Sums, type Ledger } from './ledger.js';

const BEST_SELLERS = 20;
const JOINT_ORDERS = 20;
const TOP = 5;

/** Whether the companions that were planted are found among what is bought together with the best sellers. */
export function companionsFigures({ baskets, soldOf }: Ledger, { products }: Catalogue): Figure[] {
  const planted = new Popularity(products, livingFigures, false);
  const byId = new Map(products.map((product) => [product.id, product]));
  let found = 0;
  let all = 0;
  let least = 1;
  for (const [seller, orders] of soldOf.sorted.slice(0, BEST_SELLERS)) {
    const joint = new Sums<number>();
    for (const basket of baskets) {
      if (basket.length > 1 && basket.includes(seller)) for (const other of basket) joint.add(other);
    }
    const byLift = [...joint.all]
      .filter(([other, count]) => other !== seller && count >= JOINT_ORDERS)
      .map(([other, count]) => [other, count / soldOf.of(other)] as const)
      .sort(([, one], [, other]) => other - one)
      .slice(0, TOP);
    const top = new Set(byLift.map(([other]) => other));
    for (const { product } of planted.companions(byId.get(seller)!)) {
      all += 1;
      if (top.has(product.id)) found += 1;
      least = Math.min(least, joint.of(product.id) / orders);
    }
  }
  return [
    { name: 'orders', value: baskets.length, unit: '' },
    {
      name: `companions of the best sellers among the top ${TOP}`,
      value: found / all,
      unit: '',
      atLeast: 0.95,
    },
    { name: '  the least share of its baskets', value: least, unit: '', atLeast: 0.08 },
  ];
}
