/** The point an arrow leads to: along the order of reading, or up and down among rows of cells. */
export function nextPoint(frame: Element, from: Element, key: string): SVGElement | undefined {
  const points = [...frame.querySelectorAll<SVGElement>('.plot-point')]
  const here = points.indexOf(from as SVGElement)
  switch (key) {
    case 'ArrowRight':
      return points[here + 1]
    case 'ArrowLeft':
      return points[here - 1]
    case 'ArrowDown':
      return vertical(points, here, 1)
    case 'ArrowUp':
      return vertical(points, here, -1)
    case 'Home':
      return points[0]
    case 'End':
      return points.at(-1)
    default:
      return undefined
  }
}

function vertical(points: readonly SVGElement[], here: number, direction: 1 | -1): SVGElement | undefined {
  const places = points.map((point) => middleOf(point.querySelector('.plot-reach') ?? point))
  const at = places[here] as Place
  let best: number | undefined
  for (const [index, place] of places.entries()) {
    const away = (place.y - at.y) * direction
    if (away < 1 || Math.abs(place.x - at.x) > at.half) continue
    if (best === undefined || away < ((places[best] as Place).y - at.y) * direction) best = index
  }
  // In a figure of a single row, up and down go on along it.
  return points[best ?? here + direction]
}

interface Place {
  x: number
  y: number
  half: number
}

function middleOf(element: Element): Place {
  const { left, top, width, height } = element.getBoundingClientRect()
  return { x: left + width / 2, y: top + height / 2, half: Math.max(1, width / 2) }
}
