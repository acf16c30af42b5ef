/// The only way a store fails. Whether a change that was asked for has been made is not known; it may be asked for again.
///
/// An answer that a record doesn't exist is no failure: it is part of each port's result.
package enum StoreError: Error, Sendable {
    /// The store can't be reached, or can't write. `reason` is for operators: for their log, and for `/health`, which anyone may
    /// read. So it is a sentence of ours, without addresses, credentials or anything of a request.
    case unavailable(reason: String)
    /// There is no room for what was to be inserted, for this owner or for all, and nothing was. Some ends after `retryAfter`.
    case full(reason: String, retryAfter: Duration)

    package var reason: String {
        switch self {
        case .unavailable(let reason), .full(let reason, _): reason
        }
    }

    /// When to ask again.
    package var retryAfter: Duration {
        switch self {
        case .unavailable: .seconds(1)
        case .full(_, let wait): wait
        }
    }
}
