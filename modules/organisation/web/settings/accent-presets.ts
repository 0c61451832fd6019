/** Colours that already read on white; the first is the product's own. */
export const presets = [
  { name: 'teal', colour: '#0b6e6e' },
  { name: 'blue', colour: '#0059b3' },
  { name: 'violet', colour: '#5b3fa8' },
  { name: 'berry', colour: '#a4195f' },
  { name: 'brick', colour: '#a83a1c' },
  { name: 'green', colour: '#146c43' },
  { name: 'slate', colour: '#3d4f63' },
] as const
