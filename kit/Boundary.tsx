import { Component, type ReactNode, Suspense } from 'react'
import { Failure } from './Failure.tsx'

interface BoundaryProps {
  fallback: ReactNode
  /** Called before the children are tried again. */
  onRetry?: () => void
  children: ReactNode
}

/** Waiting and failing in one place. React still wants a class for catching. */
export function Boundary({ fallback, onRetry, children }: BoundaryProps) {
  return (
    <Catch onRetry={onRetry}>
      <Suspense fallback={fallback}>{children}</Suspense>
    </Catch>
  )
}

class Catch extends Component<{ onRetry?: () => void; children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: null }

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  override render() {
    if (this.state.error === null) return this.props.children
    return (
      // The words for the failure may themselves still be travelling.
      <Suspense fallback={null}>
        <Failure
          error={this.state.error}
          onRetry={() => {
            this.props.onRetry?.()
            this.setState({ error: null })
          }}
        />
      </Suspense>
    )
  }
}
