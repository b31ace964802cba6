export type * from './rows.js';
export type { Change, Transaction } from './changes.js';
export { loadCatalogue, type Catalogue } from './catalogue.js';
export { CatalogueError, type CatalogueFault } from './catalogue-error.js';
export { createShop, type OrdersAt, type Shop, type ShopOptions } from './shop.js';
export { createUserGenerator, type UserGeneratorOptions } from './user-generator.js';
export { createOrderGenerator } from './order-generator.js';
export {
  createOrderItemGenerator,
  type OrderItemGeneratorOptions,
  type SoldItem,
} from './order-item-generator.js';
export { createInventoryItemGenerator, type Stock } from './inventory-item-generator.js';
export { createEventGenerator } from './event-generator.js';
export { createGhostSessionGenerator, type GhostSessionOptions } from './ghost-session-generator.js';
export type { GeneratorOptions } from './generator-options.js';
export { OptionError } from './option-error.js';
export { Random, type Seed } from './random.js';
export { TimeOrderedIds } from './time-ordered-ids.js';
export type { Clock } from './clock.js';
