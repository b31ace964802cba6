/**
 * All of the package in one file that imports nothing, for pages without a bundler and for copying: the build puts the
 * bundle in the place of this module.
 */
export * from './index.js';
