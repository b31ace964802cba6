import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

export const workspaceRoot = fileURLToPath(new URL('../../../', import.meta.url));

/** What the checks read of a service; the schema says that the rest is well formed, too. */
export interface Service {
  image?: string;
  build?: { context: string; dockerfile: string; target: string };
  command: string | string[];
  environment: Record<string, string>;
  volumes?: string[];
  ports?: string[];
  healthcheck?: { test: string[] };
  depends_on?: Record<string, { condition: string }>;
  profiles?: string[];
}

export interface ComposeFile {
  services: { postgres: Service; datagen: Service; api: Service; kafka: Service; connect: Service };
  volumes: Record<string, unknown>;
}

/** docker-compose.yml as Compose reads it with some variables set: anchors merged, defaults filled in. */
export function readComposeFile(variables: Readonly<Record<string, string>> = {}): ComposeFile {
  const text = readFileSync(`${workspaceRoot}docker-compose.yml`, 'utf8');
  const filled = text.replaceAll(
    /\$\{(\w+):-([^}]*)\}/g,
    (_, name: string, usual: string) => variables[name] ?? usual,
  );
  return parse(filled, { merge: true });
}
