// Answers queries, one JSON object a line: {"data": TriG} loads, {"query": text} asks.
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { join } from 'node:path';

const load = createRequire(join(process.argv[2], 'package.json'));
const { QueryEngine } = load('@comunica/query-sparql-rdfjs');
const { Parser, Store } = load('n3');
const engine = new QueryEngine();
let store = new Store();

const plain = (term) => ({
  type: term.termType,
  value: term.value,
  language: term.language ?? '',
  datatype: term.datatype?.value ?? '',
});

async function answer(request) {
  if (request.data !== undefined) {
    store = new Store(new Parser({ format: 'trig' }).parse(request.data));
    await engine.invalidateHttpCache();
    return {};
  }
  const result = await engine.query(request.query, {
    sources: [store],
    unionDefaultGraph: !/\bFROM\b/.test(request.query),
  });
  const { variables } = await result.metadata();
  const rows = await (await result.execute()).toArray();
  return {
    variables: variables.map((v) => (v.variable ?? v).value),
    rows: rows.map((row) => Object.fromEntries(
      [...row].map(([name, term]) => [name.value, plain(term)]))),
  };
}

// Some errors reach nobody: they end the query, not this process.
let fail = () => {};
process.on('uncaughtException', (error) => fail(error));
process.on('unhandledRejection', (error) => fail(error));

for await (const line of createInterface({ input: process.stdin })) {
  let said;
  let timer;
  try {
    said = await Promise.race([
      answer(JSON.parse(line)),
      new Promise((_, reject) => { fail = reject; }),
      new Promise((_, reject) => {
        timer = setTimeout(() => reject(new Error('no answer in time')), 10_000);
      }),
    ]);
  } catch (error) {
    said = { error: String(error?.message ?? error) };
  } finally {
    clearTimeout(timer);
  }
  process.stdout.write(JSON.stringify(said) + '\n');
}
