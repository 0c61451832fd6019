import { Component, type ReactNode, Suspense } from 'react'
import { Failure } from './Failure.tsx'

interface BoundaryProps {
  fallback: ReactNode
  /** Called before the children are tried again. */
  onRetry?: () => void
  /** The whole page stands or falls with it: the failure then is the page's title. */
  whole?: boolean
  /** When it changes, another thing is shown, and the last one's failure is forgotten. */
  at?: string
  children: ReactNode
}

/** Waiting and failing in one place. React still wants a class for catching. */
export function Boundary({ fallback, onRetry, whole, at, children }: BoundaryProps) {
  return (
    <Catch onRetry={onRetry} whole={whole} at={at}>
      <Suspense fallback={fallback}>{children}</Suspense>
    </Catch>
  )
}

class Catch extends Component<Omit<BoundaryProps, 'fallback'>, { error: unknown; at?: string }> {
  override state: { error: unknown; at?: string } = { error: null, at: this.props.at }

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  static getDerivedStateFromProps({ at }: { at?: string }, state: { error: unknown; at?: string }) {
    return at === state.at ? null : { error: null, at }
  }

  override render() {
    if (this.state.error === null) return this.props.children
    return (
      // The words for the failure may themselves still be travelling.
      <Suspense fallback={null}>
        <Failure
          error={this.state.error}
          whole={this.props.whole}
          onRetry={() => {
            this.props.onRetry?.()
            this.setState({ error: null })
          }}
        />
      </Suspense>
    )
  }
}
