import Diagnostics
import FileWatch
import HTTPServer
import Logging
import ManifestDiff
import OAuthModel
import RouteManifest
import Router
import StrictYAML

/// Reads the files of a running server again, one reading after the other: when it is asked, and where the manifest wants that, when one of
/// them is saved.
///
/// What can be served takes the place of what serves, whole; of anything else nothing is served.
actor Reloader {
    private let server: HTTPServer
    private let serving: Serving
    private let parts: LastingParts
    private let reloading: Reloading
    /// The one that was begun last.
    private var last: Task<ReloadReport, Never>?
    private var isClosed = false
    private var files: FileWatch?
    private var watched: WatchedPaths?
    /// What was refused last and has been told.
    private var refused: FilesRead?

    init(_ server: HTTPServer, _ serving: Serving, _ parts: LastingParts, _ reloading: Reloading) {
        self.server = server
        self.serving = serving
        self.parts = parts
        self.reloading = reloading
    }

    func reload(_ cause: ReloadReport.Cause) async -> ReloadReport {
        let previous = last
        let task = Task {
            _ = await previous?.value
            return await self.read(cause)
        }
        last = task
        return await task.value
    }

    /// Waits for the reading that is under way, and reads nothing more.
    func close() async {
        isClosed = true
        files?.close()
        files = nil
        _ = await last?.value
    }

    private func read(_ cause: ReloadReport.Cause) async -> ReloadReport {
        let current = serving.current
        guard !isClosed else { return report(cause, .unchanged, current) }
        let reading = await Self.read(current.files.reading)
        let isServed = reading.files == current.files.reading.files
        if isServed, refused == nil {
            let report = report(cause, .unchanged, current)
            if cause == .signal { reloading.tell(report) }
            return report
        }
        // What was refused, and is read again because something else was saved, is as it was.
        let isTold = reading.files == refused
        if isTold, cause == .saved { return report(cause, .unchanged, current) }
        let outcome = await outcome(of: reading, current)
        if case .refused = outcome {
            refused = reading.files
            parts.refusedFiles.set(parts.refusedFiles.moment ?? parts.world.clock.now)
        } else {
            refused = nil
            parts.refusedFiles.set(nil)
        }
        watch(reading)
        let report = report(cause, outcome, serving.current)
        if !isTold || cause == .signal { reloading.tell(report) }
        return report
    }

    /// Not on an event loop: it reads files.
    @concurrent
    private static func read(_ former: ManifestReading) async -> ManifestReading {
        former.file.read(former.overrides, isAgain: true)
    }

    @concurrent
    private static func haveChanged(_ files: FilesRead) async -> Bool { !files.areAsRead }

    private func report(
        _ cause: ReloadReport.Cause, _ outcome: ReloadReport.Outcome, _ plan: ServedPlan
    ) -> ReloadReport {
        ReloadReport(
            cause: cause, outcome: outcome, title: plan.files.file.title, revision: plan.revision)
    }

    private func outcome(of reading: ManifestReading, _ current: ServedPlan) async -> ReloadReport.Outcome {
        guard let files = reading.served else { return .refused(.problems(reading.diagnostics)) }
        let diff = ManifestDiff(from: current.manifest, to: files.manifest)
        let needs = RestartNeed.all(from: current.manifest, to: files.manifest)
        guard needs.isEmpty else {
            return .refused(.needsRestart(needs.map { restart(for: $0, diff, reading.result.told) }))
        }
        let log = reloading.logger(files.manifest)
        let next: ServedPlan
        do {
            next = try ServedPlan(files, parts, after: current, log.logger, telling: log.fields)
        } catch { return .refused(.failed(error)) }
        await next.keySet?.prepare(parts.chosen.store, log.logger)
        await server.adopt(next.table, next.configuration, logger: log.logger)
        serving.replace(by: next)
        next.begin(after: current)
        let changed = reading.files.changes(since: current.files.reading.files).map(files.file.shown)
        let known = current.files.reading.diagnostics
        return .taken(
            diff, files: changed, warnings: reading.diagnostics.filter { !known.contains($0) })
    }

    private func restart(
        for need: RestartNeed, _ diff: ManifestDiff, _ told: [ToldValue]
    ) -> ReloadReport.Restart {
        let difference = diff.differences.first { $0.subject == need.rawValue }
        let change: String? =
            if let before = difference?.before, let after = difference?.after, before != after {
                "\(before) → \(after)"
            } else {
                nil
            }
        return ReloadReport.Restart(need: need, change: change, place: told.place(of: need.rawValue))
    }
}

// Watching.
extension Reloader {
    /// Watches what serves, where the manifest wants that. Who was asked before this has more to watch, perhaps.
    func begin() {
        if watched == nil { watch(serving.current.files.reading) }
    }

    /// - Parameter reading: The last one: a file that was missing may come.
    private func watch(_ reading: ManifestReading) {
        guard !isClosed, reloading.watches, serving.current.manifest.watchesFiles else {
            files?.close()
            (files, watched) = (nil, nil)
            return
        }
        let paths = reading.watchedPaths
        guard paths != watched else { return }
        do {
            let files = try self.files ?? FileWatch { [weak self] in Task { await self?.reload(.saved) } }
            self.files = files
            try files.watch(paths)
            watched = paths
            // They may have been saved after they were read and before they were watched.
            let read = reading.files
            Task { if await Self.haveChanged(read) { _ = await self.reload(.saved) } }
        } catch {
            serving.current.logger.warning(
                "files are not watched", metadata: ["reason": "\(error)"])
        }
    }
}

extension ManifestReading {
    fileprivate var watchedPaths: WatchedPaths {
        WatchedPaths(files: Set(files.paths), folders: [file.templatesFolder])
    }
}

extension [ToldValue] {
    /// Where a value stands; nil where it stands in no file.
    fileprivate func place(of path: String) -> String? {
        for value in self where "\(value.path)" == path || "\(value.path)".hasPrefix(path + ".") {
            switch value.origin {
            case .file(let place), .environment(_, let place), .unset(_, let place):
                return "\(place.file):\(place.line)"
            case .standing, .overridden: continue
            }
        }
        return nil
    }
}
