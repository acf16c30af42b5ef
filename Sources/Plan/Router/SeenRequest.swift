/// What the table answers by itself, and somebody may want to see: nothing is decided by it.
package enum SeenRequest: Sendable {
    case metadata
    /// A browser asked whether a page may.
    case preflight(isAllowed: Bool)
}
