import Diagnostics
package import RouteManifest
import StrictYAML

/// What `mcp-auth check --fix` has done to a manifest.
package struct ManifestMending: Sendable {
    /// How many problems are mended.
    package let count: Int
    /// As `diff -u` shows it, without secrets.
    package let diff: String

    package enum Failure: Error {
        case unwritable(file: String, reason: String)
        case notAFile(String)
        case changedMeanwhile(String)
    }
}

extension ManifestFile {
    /// Makes in the file what hints ask for, where they leave nothing to choose.
    ///
    /// - Returns: Nil when it can't be read.
    package func mend(_ overrides: ManifestOverrides) throws(ManifestMending.Failure) -> ManifestMending? {
        guard let old = try? text() else { return nil }
        let mended = MendedFile(old) { load(overrides, holding: $0) }
        if mended.text != old {
            do throws(FileReplacement.Failure) {
                try FileReplacement.write(mended.text, over: old, at: path)
            } catch {
                switch error {
                case .unwritable(let reason): throw .unwritable(file: path, reason: reason)
                case .notAFile: throw .notAFile(path)
                case .changedMeanwhile: throw .changedMeanwhile(path)
                }
            }
        }
        return ManifestMending(count: mended.mended.count, diff: mended.difference.text)
    }
}

extension ManifestMending.Failure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unwritable(let file, let reason):
            "can't write \(file): \(reason)\nhint: nothing was changed; mend it as a user who may write it and its folder"
        case .notAFile(let file):
            "can't write \(file): it is not a file\nhint: nothing was changed; name the file itself"
        case .changedMeanwhile(let file):
            "\(file) was changed by somebody else meanwhile\nhint: nothing was changed by this; run it again"
        }
    }
}
