export type * from './rows.js';
export type { Change, Transaction } from './changes.js';
export { loadCatalogue, type Catalogue } from './catalogue/catalogue.js';
export { CatalogueError, type CatalogueFault } from './catalogue/catalogue-error.js';
export { sampleCatalogue } from './catalogue/sample-catalogue.js';
export type { BuilderOptions } from './builders/workbench.js';
export { aUser, type UserWishes } from './builders/user-builder.js';
export { anOrder, type BuiltOrder, type ItemWishes, type OrderWishes } from './builders/order-builder.js';
export { aShopper, type ShopperWishes } from './builders/shopper-builder.js';
export { createShop, type Shop, type ShopMoments, type ShopOptions } from './shop.js';
export { createLives, MODEL_VERSION, PROFILES, type LivesOptions, type Profile } from './lives.js';
export { nearest, parsePlaces, type PlacesOption } from './catalogue/parse-places.js';
export {
  LifeStepError,
  type Life,
  type LifeKind,
  type Lives,
  type Shelf,
  type SignUps,
  type Step,
  type World,
} from './life.js';
export type { ClassicOptions } from './classic/classic-lives.js';
export { completeFigures } from './living/check-figures.js';
export { livingFigures, type LivingFigures } from './living/figures.js';
export type { LivingOptions } from './living/living-lives.js';
export { isSaleDay, PATTERNS, type Pattern } from './living/rhythm.js';
export { foldChanges } from './fold.js';
export { reveal, type Revealed } from './reveal.js';
export { createUserGenerator, type UserGeneratorOptions } from './classic/user-generator.js';
export { createOrderGenerator } from './classic/order-generator.js';
export {
  createOrderItemGenerator,
  type OrderItemGeneratorOptions,
  type SoldItem,
} from './classic/order-item-generator.js';
export { createInventoryItemGenerator, type Stock } from './classic/inventory-item-generator.js';
export { createEventGenerator } from './classic/event-generator.js';
export { createGhostSessionGenerator, type GhostSessionOptions } from './classic/ghost-session-generator.js';
export type { GeneratorOptions } from './classic/generator-options.js';
export { OptionError } from './option-error.js';
export { Random, type Seed } from './chance/random.js';
export { TimeOrderedIds } from './classic/time-ordered-ids.js';
export type { Clock } from './clock.js';
