package import Cryptography
import Glibc
import WireText

/// The server's own secret: 32 random bytes, kept as a line of base64url in a file of mode 0600.
package enum ServerSecretFile {
    package static let length = 32
    package static let name = "server.secret"

    /// The secret of an existing file. White space around it is no part of it.
    package static func load(path: String) throws(StoreOpeningError) -> [UInt8] {
        let text = try using(path) { () throws(SystemError) in
            try FileDescriptor(path: path, flags: O_RDONLY).read(limit: 1024)
        }
        return try decode(text, path: path)
    }

    /// The secret of a data folder; folder and secret are made when there are none, but not for records that are there already: a new
    /// secret opens none of them.
    ///
    /// Several processes may ask at the same time, and are all given the same.
    package static func loadOrCreate(
        in folder: String, hasRecords: Bool = false, random: RandomSource = .system
    ) throws(StoreOpeningError) -> [UInt8] {
        try DataFolder.prepare(folder)
        let path = folder + "/" + name
        if hasRecords, try !using(path, { () throws(SystemError) in try exists(path) }) {
            throw .secretMissing(path: path)
        }
        return try loadOrCreate(path: path, random: random)
    }

    /// The secret of the file, made when there is none. Its folder exists.
    ///
    /// A file that can't be read as a secret is an error and stays as it is: what the store holds can be opened with the right
    /// secret only. A crash leaves either no file or a whole one.
    package static func loadOrCreate(
        path: String, random: RandomSource = .system
    ) throws(StoreOpeningError) -> [UInt8] {
        let isThere = try using(path) { () throws(SystemError) in try exists(path) }
        return isThere ? try load(path: path) : try create(path: path, random: random)
    }

    private static func exists(_ path: String) throws(SystemError) -> Bool {
        try ifThere { () throws(SystemError) in try system { access(path, F_OK) } } != nil
    }

    private static func decode(_ text: [UInt8], path: String) throws(StoreOpeningError) -> [UInt8] {
        let line = String(decoding: text, as: UTF8.self)
        let start = line.drop(while: \.isWhitespace)
        let word = start.prefix { !$0.isWhitespace }
        guard start.dropFirst(word.count).allSatisfy(\.isWhitespace), let secret = Base64URL.decode(word),
            secret.count == length
        else { throw .malformedSecret(path: path) }
        return secret
    }

    private static func create(path: String, random: RandomSource) throws(StoreOpeningError) -> [UInt8] {
        let secret = random.bytes(length)
        let draft = path + ".new.\(getpid())"
        try using(path) { () throws(SystemError) in
            let file = try FileDescriptor(path: draft, flags: O_RDWR | O_CREAT)
            try system { fchmod(file.number, 0o600) }
            try file.replace(with: Base64URL.encodedBytes(secret) + [UInt8(ascii: "\n")])
            try file.sync()
            try publish(draft, as: path)
            try system { unlink(draft) }
            let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
            try FileDescriptor(path: folder, flags: O_RDONLY | O_DIRECTORY).sync()
        }
        return try load(path: path)
    }

    /// Unlike a renaming, this never takes the place of what another process has put there meanwhile.
    private static func publish(_ draft: String, as path: String) throws(SystemError) {
        do {
            try system { link(draft, path) }
        } catch {
            guard error.number == EEXIST else { throw error }
        }
    }
}
