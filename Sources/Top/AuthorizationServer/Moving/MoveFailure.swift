import EmbeddedStore
import Storage

/// Why a store was not moved, or not all of it: a line and a hint.
package struct MoveFailure: Error, CustomStringConvertible {
    package let description: String
    /// 2 for what the manifest says, 1 for what the machine refuses, 130 for Ctrl-C as shells count it.
    package let exitStatus: Int32

    init(_ line: String, hint: String, exitStatus: Int32 = 1) {
        description = "\(line)\nhint: \(hint)"
        self.exitStatus = exitStatus
    }
}

extension MoveFailure {
    static let noSharedStore = MoveFailure(
        "the manifest names no redis", hint: "set REDIS_URL (store.redis_url), and leave 'memory' out",
        exitStatus: 2)

    static func noSecret(in folder: String) -> MoveFailure {
        MoveFailure("there is no server.secret in \(folder)", hint: secretHint(folder))
    }

    static func inUse(_ place: String, connections: Int) -> MoveFailure {
        MoveFailure(users(of: place, connections), hint: stopHint)
    }

    init(_ error: StoreOpeningError) {
        if case .locked = error {
            self.init("\(error)", hint: Self.stopHint)
        } else {
            self.init("\(error)", hint: error.hint)
        }
    }

    init(
        _ failure: CopyFailure, from source: StoreAtRest, to target: StoreAtRest,
        secretIn folder: String
    ) {
        switch failure {
        case .interrupted:
            self.init(
                "interrupted; what was copied stays",
                hint: "run the same command again: it goes on from here",
                exitStatus: 130)
        case .store(let reason):
            self.init(reason, hint: "what was copied stays; run the same command again, it goes on from here")
        case .inUse(let place, let connections):
            self.init(
                Self.users(of: place, connections) + ", so the copy is not finished",
                hint: "stop every server, and run the same command again: it goes on from here")
        case .sourceIsUnfinished:
            self.init(
                "a copy into \(source.place) has not been finished", hint: "finish that one first")
        case .targetIsNotEmpty:
            self.init(
                "\(target.holder) holds records already",
                hint:
                    "\(target.emptying); or add to it with --merge, which may bring back what was revoked there"
            )
        case .begunElsewhere(let other):
            self.init(
                "\(target.place) holds the beginning of a copy from another store (\(other))",
                hint: "finish that one; or begin anew with an empty store: \(target.emptyingOfCopy)")
        case .begunAsMerge:
            self.init(
                "\(target.place) holds records of its own beside the beginning of this copy",
                hint:
                    "go on with --merge, as it was begun; or begin anew with an empty store: \(target.emptyingOfCopy)"
            )
        case .otherSecret:
            self.init(
                "the records were sealed under another secret than this server's",
                hint: Self.secretHint(folder))
        }
    }

    private static func users(of place: String, _ connections: Int) -> String {
        "a server uses \(place) (\(connections) \(connections == 1 ? "connection" : "connections"))"
    }

    private static let stopHint = "stop every server first: a store is copied while nobody uses it"

    private static func secretHint(_ folder: String) -> String {
        "copy the server.secret of the server that made the records into \(folder), or name it with server.secret_file"
    }
}
