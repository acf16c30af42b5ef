/// One command, not yet on its way.
package struct RedisCommand: Sendable, Equatable {
    let name: String
    let key: [UInt8]?
    let arguments: [[UInt8]]

    /// - Parameters:
    ///   - name: One word; a subcommand goes into `arguments`.
    ///   - key: The first argument. In a cluster it says which node the command goes to; a command without one goes to any.
    ///   - arguments: All further ones.
    package init(_ name: String, key: [UInt8]? = nil, _ arguments: [[UInt8]] = []) {
        self.name = name
        self.key = key
        self.arguments = arguments
    }

    /// The same with words for arguments, and none of them a key.
    package init(_ name: String, words first: String, _ rest: String...) {
        self.init(name, ([first] + rest).map { Array($0.utf8) })
    }
}
