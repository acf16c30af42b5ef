import Glibc
import RouteManifest

/// The few things that are read from the system at start-up, before anything else runs.
package enum SystemFiles {
    /// The words of the system for why not: `No such file or directory`.
    struct Failure: Error {
        let reason: String
    }

    /// - Parameters:
    ///   - limit: Reading stops beyond so many bytes.
    ///   - waits: A pipe may be waited for; else it counts as unreadable.
    static func read(
        _ path: String, limit: Int = 4 << 20, waits: Bool = true
    ) throws(Failure) -> (bytes: [UInt8], mode: mode_t) {
        let file = open(path, O_RDONLY | O_CLOEXEC | (waits ? 0 : O_NONBLOCK))
        guard file >= 0 else { throw Failure(reason: message(errno)) }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw Failure(reason: message(errno)) }
        let kind = status.st_mode & S_IFMT
        guard kind != S_IFDIR else { throw Failure(reason: message(EISDIR)) }
        guard waits || kind == S_IFREG else {
            throw Failure(reason: "it is no file that can be read a second time")
        }
        return (try read(file, limit: limit), status.st_mode)
    }

    static func standardInput(limit: Int = 4 << 20) throws(Failure) -> [UInt8] {
        try read(STDIN_FILENO, limit: limit)
    }

    /// Writes all of it; it lies on the disk then.
    ///
    /// - Returns: Nil, or the number of the system's error.
    package static func write(_ bytes: [UInt8], to file: Int32) -> Int32? {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            // What takes nothing and complains of nothing would be asked for ever.
            guard count > 0 else { return count < 0 ? errno : EIO }
            rest = rest.dropFirst(count)
        }
        return fsync(file) == 0 ? nil : errno
    }

    private static func read(_ file: Int32, limit: Int) throws(Failure) -> [UInt8] {
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 65536)
        while bytes.count <= limit {
            let count = Glibc.read(file, &block, block.count)
            guard count >= 0 else {
                if errno == EINTR { continue }
                throw Failure(reason: message(errno))
            }
            if count == 0 { break }
            bytes.append(contentsOf: block[..<count])
        }
        return bytes
    }

    /// A file that is to be served. Links are followed as far as they stay in the folder.
    ///
    /// - Parameter path: Relative to the folder, without `..`.
    static func staticFile(_ path: String, in folder: String) -> StaticFile {
        let root = absolute(folder)
        guard let resolved = realpath(folder + "/" + path, nil) else { return .unreadable(message(errno)) }
        defer { free(resolved) }
        let file = String(cString: resolved)
        guard root == "/" || file.utf8.starts(with: (root + "/").utf8) else { return .outside }
        guard isRegular(file) else { return .unreadable("it is not a file") }
        do throws(Failure) {
            let bytes = try read(file, limit: StaticFile.limit).bytes
            return bytes.count > StaticFile.limit ? .tooLarge : .contents(bytes)
        } catch { return .unreadable(error.reason) }
    }

    /// Whether it can be read at once: a pipe would be waited for.
    static func isRegular(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    /// The names in a folder; none when it can't be read.
    static func names(in folder: String) -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// The descriptors that this process has open.
    package static func openFiles() -> [Int32] {
        names(in: "/proc/self/fd").compactMap { Int32($0) }
    }

    /// A path from the root, without links; as given where it leads nowhere.
    static func absolute(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    static func hostName() -> String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "" }
        return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// The environment that this process was started with.
    package static func environment() -> [String: String] {
        guard let block = try? read("/proc/self/environ") else { return [:] }
        var environment: [String: String] = [:]
        for entry in block.bytes.split(separator: 0) {
            guard let equals = entry.firstIndex(of: UInt8(ascii: "=")) else { continue }
            environment[String(decoding: entry[..<equals], as: UTF8.self)] = String(
                decoding: entry[(equals + 1)...], as: UTF8.self)
        }
        return environment
    }

    private static func message(_ number: Int32) -> String {
        String(cString: strerror(number))
    }
}
