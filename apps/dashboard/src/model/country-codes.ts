/** Names that a shop may have for a country and an atlas has not, with their ISO 3166-1 numeric codes. */
const otherNames: Readonly<Record<string, string>> = {
  ...{ 'United States': '840', USA: '840', US: '840', UK: '826', 'Great Britain': '826' },
  ...{ Brasil: '076', España: '724', Deutschland: '276', Österreich: '040', Polska: '616', Italia: '380' },
  ...{ 'Korea, Republic of': '410', Korea: '410', 'Czech Republic': '203', Turkey: '792', Türkiye: '792' },
  ...{ 'The Netherlands': '528', Holland: '528', 'Russian Federation': '643', 'Viet Nam': '704' },
  ...{ 'Bosnia and Herzegovina': '070', 'Dominican Republic': '214', 'Ivory Coast': '384' },
};

/**
 * The ISO codes of countries by the names that the shop has for them: an atlas and its other names.
 *
 * @example
 * countryCodes([{ code: '076', name: 'Brazil' }]).get('Brasil'); // '076'
 */
export function countryCodes(atlas: readonly { code: string; name: string }[]): ReadonlyMap<string, string> {
  const known = atlas.filter(({ code }) => code !== '');
  const codes = new Set(known.map(({ code }) => code));
  const others = Object.entries(otherNames).filter(([, code]) => codes.has(code));
  return new Map([...known.map(({ code, name }) => [name, code] as const), ...others]);
}
