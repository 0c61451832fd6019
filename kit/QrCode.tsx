import { useMemo } from 'react'
import { encode } from 'uqr'

interface QrCodeProps {
  text: string
  /** What scanning it does, for those who cannot see it. */
  label: string
  /** CSS pixels; 33 mm on paper is the least a phone reads from an arm's length. */
  size?: number
}

/** Black on white in both themes: many scanners refuse it reversed. */
export function QrCode({ text, label, size = 180 }: QrCodeProps) {
  const { path, modules } = useMemo(() => draw(text), [text])
  return (
    <svg
      role="img"
      aria-label={label}
      width={size}
      height={size}
      viewBox={`0 0 ${modules} ${modules}`}
      shapeRendering="crispEdges"
      className="block rounded bg-white"
    >
      <rect width={modules} height={modules} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}

function draw(text: string): { path: string; modules: number } {
  const quiet_zone = 2
  const { data, size } = encode(text, { ecc: 'M', border: quiet_zone })
  let path = ''
  // One run per row's dark stretch: a third of the nodes of a square each.
  data.forEach((row, y) => {
    for (let x = 0; x < row.length; x++) {
      if (!row[x]) continue
      let end = x
      while (row[end + 1]) end++
      path += `M${x} ${y}h${end - x + 1}v1h-${end - x + 1}z`
      x = end
    }
  })
  return { path, modules: size }
}
