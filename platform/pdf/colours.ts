export const ink = '#16202b'
export const muted = '#4a5766'
export const hairline = '#dde3e8'
export const usual_accent = '#0b6e6e'
