package import JSON

extension JSONValue {
    /// A NumericDate (RFC 7519 §2), which may have a fraction. Nil of anything else, and of what is beyond all counting.
    package var moment: Timestamp? {
        switch self {
        case .integer(let seconds): Timestamp(seconds: seconds)
        case .number(let seconds):
            Int64(exactly: (seconds * 1000).rounded(.down)).map { Timestamp(milliseconds: $0) }
        case .null, .bool, .string, .array, .object: nil
        }
    }
}
