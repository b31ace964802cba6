/**
 * The rows of theLook's tables. Property names are the column names, in column order; ids are UUIDs,
 * money is in US dollars, moments are `Date`s.
 */

export type Gender = 'M' | 'F';
export type Department = 'Men' | 'Women';
export type OrderStatus = 'Complete' | 'Cancelled' | 'Returned' | 'Processing' | 'Shipped';
export type EventType = 'home' | 'department' | 'product' | 'cart' | 'purchase' | 'cancel' | 'return';

export interface UserRow {
  id: string;
  first_name: string;
  last_name: string;
  email: string;
  /** Whole years: 12 to 70 in the profile `classic`, 16 to 80 in `living`. */
  age: number;
  gender: Gender;
  state: string;
  street_address: string;
  postal_code: string;
  city: string;
  country: string;
  /** Degrees north. */
  latitude: number;
  /** Degrees east. */
  longitude: number;
  traffic_source: string;
  /** The moment of signing up. */
  created_at: Date;
  /** The moment of the last change, at first that of being written; null in a shop whose rows never change. So for every `updated_at`. */
  updated_at: Date | null;
}

export interface OrderRow {
  order_id: string;
  user_id: string;
  status: OrderStatus;
  gender: Gender;
  created_at: Date;
  returned_at: Date | null;
  shipped_at: Date | null;
  delivered_at: Date | null;
  num_of_item: number;
  /** Null unless the order was cancelled; also for an order of the profile `classic`. */
  cancelled_at: Date | null;
  updated_at: Date | null;
}

export interface OrderItemRow {
  id: string;
  order_id: string;
  user_id: string;
  product_id: number;
  inventory_item_id: string;
  status: OrderStatus;
  created_at: Date;
  shipped_at: Date | null;
  delivered_at: Date | null;
  returned_at: Date | null;
  sale_price: number;
  cancelled_at: Date | null;
  updated_at: Date | null;
}

export interface InventoryItemRow {
  id: string;
  product_id: number;
  /** The moment the piece came into stock. */
  created_at: Date;
  /** The moment it was ordered; null while it is on the shelf. */
  sold_at: Date | null;
  cost: number;
  product_category: string;
  product_name: string | null;
  product_brand: string | null;
  product_retail_price: number;
  product_department: Department;
  product_sku: string;
  product_distribution_center_id: number;
}

export interface EventRow {
  id: string;
  /** Null for a visitor who never signed in. */
  user_id: string | null;
  /** 1 for the first event of its session. */
  sequence_number: number;
  session_id: string;
  created_at: Date;
  ip_address: string;
  city: string;
  state: string;
  postal_code: string;
  browser: string;
  traffic_source: string;
  /** Path within the shop, such as `/product/7`. */
  uri: string;
  event_type: EventType;
}

export interface ProductRow {
  id: number;
  cost: number;
  category: string;
  name: string | null;
  brand: string | null;
  retail_price: number;
  department: Department;
  sku: string;
  distribution_center_id: number;
}

export interface DistCenterRow {
  id: number;
  name: string;
  latitude: number;
  longitude: number;
}

/** Where users live; a row of `world_pop.csv`. It is no table of its own: users carry it. */
export interface Place {
  city: string;
  state: string;
  country: string;
  /** Text, because zeros in front count. */
  postal_code: string;
  /** Degrees north. */
  latitude: number;
  /** Degrees east. */
  longitude: number;
  /** Inhabitants; the weight with which users are drawn. */
  population: number;
}

/** Every table of the shop and the row it holds. */
export interface TableRows {
  users: UserRow;
  orders: OrderRow;
  order_items: OrderItemRow;
  inventory_items: InventoryItemRow;
  events: EventRow;
  products: ProductRow;
  dist_centers: DistCenterRow;
}

/** The five tables that the generator writes, in an order in which a row never precedes what it refers to. */
export type GeneratedTable = 'users' | 'inventory_items' | 'orders' | 'order_items' | 'events';

/** One user and everything that has followed from it, by table. */
export type Shopper = { [Table in GeneratedTable]: TableRows[Table][] };

/** A shopper who has signed up: exactly one user, whatever else there is. */
export type SignedUpShopper = Omit<Shopper, 'users'> & { users: [user: UserRow] };
