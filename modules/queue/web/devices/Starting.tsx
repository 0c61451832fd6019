/** Before a device knows what it is: said calmly, since nobody there can do much about it. */
export function Starting({ title, hint }: { title: string; hint: string | null }) {
  return (
    <main className="kit-late grid h-dvh place-content-center bg-ground p-8 text-center text-ink">
      <output className="grid gap-3">
        <h1 className="text-3xl font-semibold text-balance">{title}</h1>
        {hint && <p className="text-xl text-muted">{hint}</p>}
      </output>
    </main>
  )
}
