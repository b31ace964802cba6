import { join } from 'node:path';
import { loadCatalogue } from '../../src/catalogue/catalogue.js';
import { CatalogueError } from '../../src/catalogue/catalogue-error.js';
import { linesOf, sound, withCatalogueFolder, withProduct, type CatalogueFile } from './catalogue-folder.js';

const [productHeader = '', man = '', woman = ''] = linesOf('products.csv');

describe('what no shop can be run with is refused', () => {
  /** The error, with the file without its folder. */
  const refusal = (file: CatalogueFile, content: string | Uint8Array | null): Promise<CatalogueError> =>
    withCatalogueFolder({ [file]: content }, async (folder) => {
      const error: unknown = await loadCatalogue(folder).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(CatalogueError);
      const refused = error as CatalogueError;
      expect(refused.code).toBe('THELOOK_CATALOGUE');
      expect(refused.file).toBe(join(folder, file));
      expect(refused.message).toContain(refused.file);
      if (refused.line !== undefined) expect(refused.message).toContain(`line ${refused.line}`);
      return refused;
    });

  test.each([
    ['cost', '3,abc,Jeans,x,y,2,Men,AAA3,1', 'abc', 'a number from 0 to 1000000000'],
    ['cost', '3,,Jeans,x,y,2,Men,AAA3,1', '', 'a number from 0 to 1000000000'],
    ['cost', '3,-0.01,Jeans,x,y,2,Men,AAA3,1', '-0.01', 'a number from 0 to 1000000000'],
    ['retail_price', '3,1,Jeans,x,y,$2,Men,AAA3,1', '$2', 'a number from 0 to 1000000000'],
    ['retail_price', '3,1,Jeans,x,y,-2,Men,AAA3,1', '-2', 'a number from 0 to 1000000000'],
    ['retail_price', '3,1,Jeans,x,y,Infinity,Men,AAA3,1', 'Infinity', 'a number from 0 to 1000000000'],
    ['retail_price', '3,1,Jeans,x,y,1e999,Men,AAA3,1', '1e999', 'a number from 0 to 1000000000'],
    ['retail_price', '3,1,Jeans,x,y,0x10,Men,AAA3,1', '0x10', 'a number from 0 to 1000000000'],
    ['retail_price', '3,1,Jeans,x,y,"13,92",Men,AAA3,1', '13,92', 'a number from 0 to 1000000000'],
    ['cost', '3,1e20,Jeans,x,y,2,Men,AAA3,1', '1e20', 'a number from 0 to 1000000000'],
    ['retail_price', '3,1,Jeans,x,y,1e20,Men,AAA3,1', '1e20', 'a number from 0 to 1000000000'],
    ['category', '3,1,,x,y,2,Men,AAA3,1', '', 'a text that is not empty'],
    ['category', '3,1,  ,x,y,2,Men,AAA3,1', '  ', 'a text that is not empty'],
    ['department', '3,1,Jeans,x,y,2,Kids,AAA3,1', 'Kids', 'Men, Women'],
    ['id', '1,1,Jeans,x,y,2,Men,AAA3,1', '1', 'an id that no other record has'],
    ['id', '3.5,1,Jeans,x,y,2,Men,AAA3,1', '3.5', 'a whole number'],
    ['id', '2147483648,1,Jeans,x,y,2,Men,AAA3,1', '2147483648', '2147483647'],
    ['distribution_center_id', '3,1,Jeans,x,y,2,Men,AAA3,7', '7', 'one of distribution_centers.csv (1, 2)'],
  ])('%s in %s', async (column, line, value, allowed) => {
    const error = await refusal('products.csv', withProduct(line));
    expect(error).toMatchObject({ line: 4, column, value });
    expect(error.message).toContain(JSON.stringify(value));
    expect(error.message).toContain(allowed);
  });

  test.each([
    ['distribution_centers.csv', 'id', '1,A,1,2\n1,B,1,2'],
    ['distribution_centers.csv', 'latitude', '1,A,1,2\n2,B,91,2'],
    ['distribution_centers.csv', 'name', '1,A,1,2\n2,,1,2'],
    ['world_pop.csv', 'country', 'A,B,C,1,1,2,3\nA,B,,1,1,2,3'],
    ['world_pop.csv', 'longitude', 'A,B,C,1,1,2,3\nA,B,C,1,1,-180.5,3'],
    ['world_pop.csv', 'population', 'A,B,C,1,1,2,3\nA,B,C,1,1,2,-3'],
    ['world_pop.csv', 'population', 'A,B,C,1,1,2,3\nA,B,C,1,1,2,many'],
  ] as const)('in %s, %s of the second record', async (file, column, records) => {
    const error = await refusal(file, `${linesOf(file)[0] ?? ''}\n${records}\n`);
    expect(error).toMatchObject({ line: 3, column });
  });

  test.each(['\n', '\r\n', '\r'])('on the right line after quoted line breaks of %j', async (lineBreak) => {
    const content = [
      productHeader,
      `3,1,Jeans,"two${lineBreak}lines",y,2,Men,AAA3,1`,
      '',
      `4,1,Jeans,"and${lineBreak}three${lineBreak}lines",y,free,Men,AAA4,1`,
    ].join(lineBreak);
    // The header 1, the first record 2 and 3, nothing 4, the second from 5; its price stands on 7.
    expect(await refusal('products.csv', content)).toMatchObject({
      line: 7,
      column: 'retail_price',
      value: 'free',
    });
  });

  test.each(['sku', 'population', 'latitude'])('a file without the column %s', async (column) => {
    const file = column === 'sku' ? 'products.csv' : 'world_pop.csv';
    const error = await refusal(file, sound[file].replace(column, 'other'));
    expect(error).toMatchObject({ line: 1, column });
    expect(error.message).toContain(`lacks the column ${column}`);
  });

  test('a column that is there twice', async () => {
    const content = 'id,name,latitude,longitude,Name\n1,A,1,2,B\n';
    expect(await refusal('distribution_centers.csv', content)).toMatchObject({ line: 1, column: 'name' });
  });

  test('a file that is cut off within a record', async () => {
    const content = sound['products.csv'].slice(0, -12);
    expect(await refusal('products.csv', content)).toMatchObject({ line: 3, column: 'sku' });
  });

  test('a record with more fields than the header', async () => {
    const error = await refusal('products.csv', withProduct("3,1,Jeans,Men's Jeans, Slim,y,2,Men,AAA3,1"));
    expect(error.line).toBe(4);
    expect(error.message).toContain('has 10 fields');
  });

  test.each([
    ['a quote that is never closed', '3,1,Jeans,"x,y,2,Men,AAA3,1', 'never closed'],
    ['a quote that closes within the field', '3,1,Jeans,"x"x,y,2,Men,AAA3,1', 'quote in the wrong place'],
    ['a quote that opens within the field', '3,1,Jeans,x 12" x,y,2,Men,AAA3,1', 'quote in the wrong place'],
  ])('%s', async (_case, line, problem) => {
    const error = await refusal('products.csv', withProduct(`${line}\n4,1,Jeans,x,y,2,Men,AAA4,1`));
    expect(error).toMatchObject({ line: 4, column: 'name', value: line });
    expect(error.message).toContain(problem);
    expect(error.cause).toHaveProperty('code');
  });

  test.each(['', '\n\n', '\uFEFF', ' '])('a file that is empty but for %j', async (content) => {
    const error = await refusal('world_pop.csv', content);
    expect(error.message).toContain('the file is empty');
  });

  test('a file that ends after the header', async () => {
    const error = await refusal('products.csv', `${productHeader}\n`);
    expect(error.message).toContain('nothing after the header');
  });

  test('a file that is missing', async () => {
    const error = await refusal('products.csv', null);
    expect(error.cause).toMatchObject({ code: 'ENOENT' });
  });

  test('a file in another encoding', async () => {
    const latin1 = Buffer.from(
      withProduct('3,1,Jeans,Évase,y,2,Men,AAA3,1').replace('Évelle', 'Evelle'),
      'latin1',
    );
    expect(await refusal('products.csv', latin1)).toMatchObject({ line: 4 });
    const utf16 = Buffer.from(sound['world_pop.csv'], 'utf16le');
    expect((await refusal('world_pop.csv', utf16)).message).toContain('not UTF-8');
  });

  test.each(['Men', 'Women'])('products of which none is for %s', async (department) => {
    const line = department === 'Men' ? woman : man;
    const error = await refusal('products.csv', `${productHeader}\n${line}\n`);
    expect(error).toMatchObject({ line: undefined, column: 'department' });
    expect(error.message).toContain(`no product of the department ${department}`);
  });

  test('places where nobody lives', async () => {
    const content = sound['world_pop.csv'].replace('556000', '0').replace('900000', '0');
    const error = await refusal('world_pop.csv', content);
    expect(error).toMatchObject({ column: 'population' });
    expect(error.message).toContain('above 0');
  });

  test('with a message that stays short', async () => {
    const error = await refusal(
      'products.csv',
      withProduct(`3,${'9x'.repeat(5_000)},Jeans,x,y,2,Men,AAA3,1`),
    );
    expect(error.value).toHaveLength(10_000);
    expect(error.message.length).toBeLessThan(400);
  });
});
