/// What is wrong with a Redis URL. Never shows the password, nor anything that might be a piece of one.
package struct RedisTargetError: Error, Sendable, Equatable {
    package enum Part: String, Sendable, CaseIterable {
        case url, scheme, user, password, host, port, path, database, primary
        /// Everything after the question mark.
        case query
        case fragment
    }

    package let part: Part
    /// Lower case, without a period.
    package let problem: String
    /// What to do about it.
    package let hint: String

    init(_ part: Part, _ problem: String, hint: String) {
        self.part = part
        self.problem = problem
        self.hint = hint
    }
}

extension RedisTargetError: CustomStringConvertible {
    package var description: String { "redis url, \(part.rawValue): \(problem)\nhint: \(hint)" }
}
