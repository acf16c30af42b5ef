/// Section `store`: where grants, tokens and registrations are kept.
package enum StoreChoice: Sendable, Equatable {
    /// On disk. The folder is as written: relative to the manifest unless it begins with `/`.
    case embedded(folder: String)
    /// Gone with the process: for tests and demonstrations.
    case memory
    /// One state for many processes.
    case redis(RedisSettings)
}

/// What has to be known of a store before it is opened.
extension StoreChoice {
    /// The data folder, as written: whatever the store, the secret and the control socket lie there. `nil`: nothing outlives the process.
    package var folder: String? {
        switch self {
        case .memory: nil
        case .embedded(let folder): folder
        case .redis(let settings): settings.folder
        }
    }

    /// Of a store that many processes may have: what messages call it, and the variable that chooses it.
    package var shared: (name: String, variable: String)? {
        switch self {
        case .memory, .embedded: nil
        case .redis: ("Redis", "REDIS_URL")
        }
    }

    /// What is kept in the other is not found in this one; else only how it is kept differs.
    package func isElsewhere(than other: StoreChoice) -> Bool {
        switch (self, other) {
        case (.redis(let own), .redis(let other)):
            own.target != other.target || own.keyPrefix != other.keyPrefix
        default: self != other
        }
    }

    /// Where it is, for people.
    ///
    /// - Parameter resolve: A folder as whoever is told finds it.
    package func place(_ resolve: (String) -> String) -> String {
        switch self {
        case .memory: "memory only, forgotten at exit"
        case .embedded(let folder): "embedded, in \(resolve(folder))"
        case .redis(let settings): settings.place
        }
    }
}
