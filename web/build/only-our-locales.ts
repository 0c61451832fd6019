import type { Plugin } from 'vite'

/** React Aria carries its words in thirty languages; ours are two. */
export function onlyOurLocales(): Plugin {
  return {
    name: 'guichet:only-our-locales',
    load(id) {
      const language = /react-aria[^/]*\/dist\/.*\/intl\/[^/]+\/([a-z]{2}-[A-Z]{2})\.m?js$/.exec(id)?.[1]
      if (language && language !== 'fr-FR' && language !== 'en-US') return 'export default {}'
      return undefined
    },
  }
}
