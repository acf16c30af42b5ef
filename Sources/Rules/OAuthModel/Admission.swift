/// Whether one more is within a limit.
package enum Admission: Hashable, Sendable {
    case admitted
    /// How long until the window closes; more than nothing.
    case refused(wait: Duration)
}
