// Before the first paint, so that a dark desk never flashes white. kit/theme.ts follows later changes.
{
  const kept = localStorage.getItem('guichet_theme')
  const dark = kept === 'dark' || (kept !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
  const locale =
    /(?:^|; )guichet_locale=(fr|en)/.exec(document.cookie)?.[1] ?? localStorage.getItem('guichet_locale')
  document.documentElement.lang = locale === 'en' ? 'en' : 'fr'
}
