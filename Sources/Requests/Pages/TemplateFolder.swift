import Glibc

/// Where templates and the files they include are read from.
package struct TemplateFolder: Sendable {
    /// The names of the files in it, as far as they are known.
    let names: [String]
    private let path: String?
    private let read: @Sendable (String) throws -> [UInt8]?

    /// Of a file, and of all that a page is put together from; in bytes.
    static let maximumLength = 1 << 20

    /// `read` is called with a name relative to the folder and answers `nil` when there is no such file.
    package init(names: [String] = [], read: @escaping @Sendable (String) throws -> [UInt8]?) {
        self.names = names
        path = nil
        self.read = read
    }

    /// - Parameter noting: Is told of each file that was asked for, and what it held; nil: nothing that could be read.
    package init(
        path: String, names: [String],
        noting note: @escaping @Sendable (_ path: String, _ bytes: [UInt8]?) -> Void = { _, _ in }
    ) {
        self.names = names
        self.path = path
        read = { name in
            let file = path + "/" + name
            do {
                let bytes = try Self.contents(of: file)
                note(file, bytes)
                return bytes
            } catch {
                note(file, nil)
                throw error
            }
        }
    }

    /// How diagnostics call a file of it.
    func shownName(of file: String) -> String {
        path.map { $0 + "/" + file } ?? file
    }

    /// The file's text with line ends as browsers see them, for they hash style sheets after that step.
    func text(of name: String) throws(TemplateReadFailure) -> [UInt8] {
        guard Self.isInside(name) else { throw .outside }
        let bytes: [UInt8]?
        do { bytes = try read(name) } catch { throw error as? TemplateReadFailure ?? .unreadable }
        guard let bytes else { throw .missing }
        guard bytes.count <= Self.maximumLength else { throw .tooLarge }
        guard String(validating: bytes, as: UTF8.self) != nil, !bytes.contains(0) else { throw .notText }
        return Self.plainLines(bytes)
    }

    private static func plainLines(_ bytes: [UInt8]) -> [UInt8] {
        let (newline, carriageReturn) = (UInt8(ascii: "\n"), UInt8(ascii: "\r"))
        return bytes.indices.compactMap { index in
            guard bytes[index] == newline || bytes[index] == carriageReturn else { return bytes[index] }
            // Of the two in a row the first is dropped.
            return bytes[index] == carriageReturn && bytes[(index + 1)...].first == newline ? nil : newline
        }
    }

    /// A relative path of plain names: it can't leave the folder, nor reach a hidden file in it.
    private static func isInside(_ name: String) -> Bool {
        name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).allSatisfy { part in
            !part.isEmpty && part.first != UInt8(ascii: ".")
                && part.allSatisfy { $0 > 0x20 && $0 != 0x5c && $0 != 0x7f }
        }
    }

    private static func contents(of path: String) throws -> [UInt8]? {
        // A pipe would be waited for.
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw TemplateReadFailure.unreadable
        }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw TemplateReadFailure.unreadable
        }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 16384)
        while bytes.count <= maximumLength {
            let count = Glibc.read(file, &block, block.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw TemplateReadFailure.unreadable }
            if count == 0 { break }
            bytes.append(contentsOf: block[..<count])
        }
        return bytes
    }
}

enum TemplateReadFailure: Error {
    case outside
    case missing
    case unreadable
    case tooLarge
    /// With what was read before.
    case tooLargeTogether
    case notText
}
