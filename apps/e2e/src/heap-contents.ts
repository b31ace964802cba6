import type { CDPSession } from 'playwright-core';

/** What is left on a page's heap once all that can go is gone, in bytes. */
export interface HeapContents {
  /** The page's own: objects, strings, closures, elements. */
  data: number;
  /** The engine's: compiled code and what it notes about it, which grow for as long as there is something to optimise. */
  code: number;
}

/** The part of a heap snapshot's format that tells kinds and sizes. */
interface HeapSnapshot {
  snapshot: { meta: { node_fields: string[]; node_types: [kinds: string[]] } };
  nodes: number[];
}

const engineKinds = new Set(['code', 'hidden']);

/** Takes the contents of the heap apart; stops the page for about a second. */
export async function heapContents(session: CDPSession): Promise<HeapContents> {
  const chunks: string[] = [];
  const keep = ({ chunk }: { chunk: string }) => void chunks.push(chunk);
  session.on('HeapProfiler.addHeapSnapshotChunk', keep);
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  session.off('HeapProfiler.addHeapSnapshotChunk', keep);

  const { snapshot, nodes } = JSON.parse(chunks.join('')) as HeapSnapshot;
  const { node_fields: fields, node_types: types } = snapshot.meta;
  const [kind, size] = [fields.indexOf('type'), fields.indexOf('self_size')];
  const contents = { data: 0, code: 0 };
  for (let node = 0; node < nodes.length; node += fields.length) {
    const isOfEngine = engineKinds.has(types[0][nodes[node + kind]!]!);
    contents[isOfEngine ? 'code' : 'data'] += nodes[node + size]!;
  }
  return contents;
}
