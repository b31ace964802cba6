import { useId, useState } from 'react';

interface TokenFormProps {
  /** The token that was given is not let in. */
  wasWrong: boolean;
  onToken: (token: string) => void;
}

/** Asks for the token that the server wants. */
export function TokenForm({ wasWrong, onToken }: TokenFormProps) {
  const [text, setText] = useState('');
  const id = useId();
  const token = text.trim();
  return (
    <form
      className="token-form"
      aria-labelledby={`${id}-title`}
      onSubmit={(event) => {
        event.preventDefault();
        if (token !== '') onToken(token);
      }}
    >
      <p className="empty-title" id={`${id}-title`}>
        This shop shows its sales to those who have a token
      </p>
      <label className="token-field">
        <span>Token</span>
        <input
          type="password"
          autoComplete="current-password"
          autoFocus
          spellCheck={false}
          value={text}
          aria-describedby={`${id}-hint`}
          aria-invalid={wasWrong}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <button type="submit" disabled={token === ''}>
        Show the sales
      </button>
      <p className="empty-text" id={`${id}-hint`} role={wasWrong ? 'alert' : undefined}>
        {wasWrong
          ? 'That token is not let in. Look for a missing character, or ask whoever runs the server for another one.'
          : 'Whoever runs the server has it. It stays in this tab, and is forgotten when the tab is closed.'}
      </p>
    </form>
  );
}
