import { createLogger, UsageError } from '@thelook/service';

test.each([
  [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL'],
  [{ LOG_FORMAT: 'xml' }, 'LOG_FORMAT'],
])('refuses %j by name', (env, field) => {
  const error = (() => {
    try {
      createLogger({ name: 'test', env });
    } catch (thrown) {
      return thrown;
    }
    return undefined;
  })();
  expect(error).toBeInstanceOf(UsageError);
  expect(error).toMatchObject({ field, message: expect.stringContaining('allowed') });
});

test('takes level and format from its caller before the environment', () => {
  const logger = createLogger({ name: 'test', level: 'warn', format: 'json', env: { LOG_LEVEL: 'loud' } });
  expect(logger.level).toBe('warn');
});
