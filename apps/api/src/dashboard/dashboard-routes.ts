import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import express, { Router, type Response } from 'express';
import { securityHeaders } from './content-security-policy.js';
import { precompressed } from './precompressed.js';

export interface DashboardOptions {
  /** The dashboard's build. Default: the one in this package, or `apps/dashboard/dist` of this workspace. */
  directory?: string | undefined;
}

/** The page that this package's build has copied to it; from source, the one that the workspace builds. */
const packagedDashboard = fileURLToPath(new URL('../page/', import.meta.url));
const builtDashboard = existsSync(packagedDashboard)
  ? packagedDashboard
  : fileURLToPath(new URL('../../../dashboard/dist/', import.meta.url));

const A_YEAR_SECONDS = 31_536_000;

/**
 * Serves the live page from its build, which may also be made while the api runs. Files with a hash in their name
 * are kept for a year; the page itself is asked for each time, and answered with 304 when it is the same. What is
 * not in the build, or all of it while there is none, is left to the routes after these.
 *
 * @example
 * app.use(createDashboardRoutes());
 */
export function createDashboardRoutes({ directory = builtDashboard }: DashboardOptions = {}): Router {
  const routes = Router();
  routes.use(
    precompressed(directory),
    express.static(directory, {
      cacheControl: false,
      setHeaders: (response: Response, path: string) => {
        response.set(securityHeaders);
        const isHashed = /[\\/]assets[\\/]/.test(path);
        response.set('Cache-Control', isHashed ? `public, max-age=${A_YEAR_SECONDS}, immutable` : 'no-cache');
      },
    }),
  );
  return routes;
}
