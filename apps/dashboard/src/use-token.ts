import { useCallback, useState } from 'react';

const KEY = 'thelook.token';

/** A token as the reader has given it: the same one given once more is tried once more. */
export interface GivenToken {
  readonly token: string;
}

/** The token that the reader has given, for as long as this tab is open. A storage that is not there keeps nothing. */
export function useToken(): [GivenToken | undefined, (token: string) => void] {
  const [given, setGiven] = useState(read);
  const keep = useCallback((token: string) => {
    try {
      sessionStorage.setItem(KEY, token);
    } catch {
      // It holds until the page is left.
    }
    setGiven({ token });
  }, []);
  return [given, keep];
}

function read(): GivenToken | undefined {
  try {
    const token = sessionStorage.getItem(KEY);
    return token === null ? undefined : { token };
  } catch {
    return undefined;
  }
}
