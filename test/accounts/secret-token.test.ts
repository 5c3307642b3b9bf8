import fc from 'fast-check';
import { makeSecretToken, parseSecretToken } from '../../src/accounts/secret-token';
import { networkOf } from '../../src/accounts/rate-limits';

describe('a secret token', () => {
  test('tells its keys and the hash of its secret, and no two are the same', () => {
    fc.assert(
      fc.property(fc.array(fc.uuid(), { minLength: 1, maxLength: 2 }), (keys) => {
        const [one, two] = [makeSecretToken('p_', keys), makeSecretToken('p_', keys)];
        expect(parseSecretToken('p_', keys.length, one.token)).toEqual({ hash: one.hash, keys });
        expect(one.token).not.toBe(two.token);
        expect(parseSecretToken('p_', keys.length + 1, one.token)).toBeUndefined();
        expect(parseSecretToken('q_', keys.length, one.token)).toBeUndefined();
      }),
    );
  });

  test('is no other text, however similar', () => {
    const { token } = makeSecretToken('p_', ['00000000-0000-4000-8000-000000000000']);
    for (const text of ['', 'p_', `${token}A`, `${token}=`, ` ${token}`, token.slice(0, -1), `${token.slice(0, -1)}+`])
      expect(parseSecretToken('p_', 1, text)).toBeUndefined();
    fc.assert(fc.property(fc.string(), (text) => parseSecretToken('p_', 1, `p_${text}`) === undefined));
  });
});

describe('the network of an address', () => {
  test.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['2001:0DB8:0000:0000:aaaa::', '2001:db8:0:0'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['::1', '0:0:0:0'],
    ['', ''],
  ])('%s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
