package import Diagnostics
package import RouteManifest
import StrictYAML

/// One reading of a manifest and of all that it names.
package struct ManifestReading: Sendable {
    package let file: ManifestFile
    package let result: ManifestResult
    let pages: RoutePagesResult?
    let files: FilesRead
    let overrides: ManifestOverrides

    /// What is wrong with the manifest, and then with its templates.
    package var diagnostics: [Diagnostic] { result.diagnostics + (pages?.diagnostics ?? []) }

    /// What is needed to serve; nil where something is wrong.
    package var served: ServedFiles? {
        guard let manifest = result.manifest, let pages = pages?.pages else { return nil }
        return ServedFiles(manifest: manifest, pages: pages, reading: self)
    }

    /// All that the plan follows from, as bytes: each file, and each variable and option. Where and how one process listens and keeps its
    /// data is not among it, nor what the manifest and its overlays are called: of two with one plan these differ.
    fileprivate var ingredients: [UInt8] {
        var bytes: [UInt8] = []
        func add(_ part: [UInt8]) {
            withUnsafeBytes(of: UInt64(part.count).bigEndian) { bytes.append(contentsOf: $0) }
            bytes += part
        }
        func add(_ text: String) { add(Array(text.utf8)) }
        func add(_ parts: [[UInt8]]) {
            withUnsafeBytes(of: UInt64(parts.count).bigEndian) { bytes.append(contentsOf: $0) }
            for part in parts { add(part) }
        }
        let laid = [file.path] + file.overlays
        let counted = Set(result.outside.filter { !$0.path.isOfOneProcess }.map(\.kind))
        var uncounted = Set(laid)
        for source in result.outside where !counted.contains(source.kind) {
            if case .file(let name) = source.kind { uncounted.insert(file.resolve(name)) }
        }
        let named = files.marks.filter { !uncounted.contains($0.key) }.sorted { $0.key < $1.key }
        let variables = counted.compactMap { if case .variable(let name) = $0 { name } else { nil } }
        add(laid.map { (files.marks[$0] ?? nil) ?? [] })
        add(named.flatMap { path, mark in [Array(file.shown(path).utf8), mark ?? []] })
        add(variables.sorted().flatMap { [Array($0.utf8), Array((file.environment[$0] ?? "").utf8)] })
        add(overrides.profile ?? "")
        add(overrides.enable.map { Array($0.utf8) })
        add(overrides.disable.map { Array($0.utf8) })
        return bytes
    }
}

/// The files of a server: read, and found to be in order.
package struct ServedFiles: Sendable {
    package let manifest: Manifest
    package let pages: RoutePages
    let reading: ManifestReading
    package var file: ManifestFile { reading.file }
    var ingredients: [UInt8] { reading.ingredients }
}

extension ManifestFile {
    /// Reads all that a server is made of.
    ///
    /// - Parameters:
    ///   - isTrial: It is for trying a login at a provider.
    ///   - isAgain: A server that runs reads it: what can be read once only, or would be waited for, counts as unreadable; and what holds
    ///     is told, value by value, for a refusal says where that stands. Each start is faster without.
    package func read(
        _ overrides: ManifestOverrides, isTrial: Bool = false, isAgain: Bool = false
    ) -> ManifestReading {
        let notes = FileNotes(waits: !isAgain)
        let result = load(overrides, isTelling: isAgain, notes: notes)
        let pages = pages(of: result, isTrial: isTrial, notes: notes)
        return ManifestReading(
            file: self, result: result, pages: pages, files: notes.files, overrides: overrides)
    }

    /// A path as the manifest names it.
    func shown(_ path: String) -> String {
        let prefix = folder + "/"
        return path.utf8.starts(with: prefix.utf8) ? String(path.dropFirst(prefix.count)) : path
    }
}

extension ValuePath {
    /// It may be another in each of several processes that serve the same.
    fileprivate var isOfOneProcess: Bool {
        steps.first == .key("store")
            || [["server", "port"], ["server", "bind"]].contains {
                steps == $0.map(Step.key)
            }
    }
}
