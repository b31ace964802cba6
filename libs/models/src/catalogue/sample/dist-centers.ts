// Written by `npm run modules:build` from data/.
export const distCenterLines: readonly string[] = `
1|Memphis TN|35.117|-89.971
2|Chicago IL|41.837|-87.685
3|Houston TX|29.76|-95.37
4|Los Angeles CA|34.05|-118.25
5|New Orleans LA|29.95|-90.067
6|Port Authority of New York/New Jersey NY/NJ|40.634|-73.783
7|Philadelphia PA|39.95|-75.167
8|Mobile AL|30.694|-88.043
9|Charleston SC|32.783|-79.933
10|Savannah GA|32.017|-81.117
`
  .trim()
  .split('\n');
