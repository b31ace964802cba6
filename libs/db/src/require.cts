/** What `require()` loads: the very same ES module, so that both loaders share one instance. */
import api = require('./index.js');
export = api;
