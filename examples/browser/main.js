import { summarize } from '@thelook/feed';
import { anOrder, createShop, loadCatalogue, sampleCatalogue } from '@thelook/models';

const { products } = await loadCatalogue();
const [user] = createShop({ catalogue: sampleCatalogue, seed: 42 }).next().users;
const { items } = anOrder({ items: 3 });
const { items: sold } = summarize([], { at: 0, lookbackMinutes: 5 });
document.title = JSON.stringify({ products: products.length, email: user.email, items: items.length, sold });
