import ArgumentParser
import AuthorizationServer
import JSON
import RouteManifest
import Router

struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what is wrong with the manifest and its templates, without serving.",
        discussion: "Exit status 0 when they can be served, 2 when not.")

    @OptionGroup var options: ManifestOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        switch output.format {
        case .text: try answerInWords()
        case .json: try answerInJSON()
        }
    }

    private func answerInWords() throws {
        let served = try options.loadServed()
        let plan = RoutePlan(served.manifest)
        let callers = Self.introspection(plan, served.manifest)?.map(Self.words)
        try printAnswer(
            """
            \(served.file.title): ok, \(counted(served.warnings, "warning"))
              issuer         \(plan.issuer)
              profile        \(served.manifest.profile)
              routes         \(plan.servedRoutes.count) on, \(plan.switchedOff.count) off
              introspection  \(callers.map { $0.isEmpty ? "nobody" : $0.joined(separator: ", ") } ?? "off")
            """ + (TrustedNames(served.manifest).map { "\n  trusts         \($0.words)" } ?? ""))
    }

    private func answerInJSON() throws {
        let file = options.manifest
        let result = options.read(file)
        let pages = file.pages(of: result)
        let problems = result.diagnostics + (pages?.diagnostics ?? [])
        let isUsable = result.manifest != nil && pages?.pages != nil
        var answer = JSONObject(["manifest": .string(file.path)])
        if !file.overlays.isEmpty { answer["overlays"] = .array(file.overlays.map { .string($0) }) }
        if let manifest = result.manifest {
            let plan = RoutePlan(manifest)
            answer["issuer"] = .string(plan.issuer.text)
            answer["profile"] = .string(manifest.profile.text)
            answer["introspection"] = .array(
                Self.introspection(plan, manifest)?.map { .string($0.rawValue) } ?? [])
        }
        answer["usable"] = .bool(isUsable)
        answer["problems"] = .array(problems.map { .object($0.listing) })
        try printAnswer(JSONValue.object(answer).line)
        guard isUsable else { throw ExitCode(2) }
    }

    /// Who may introspect: worth a line of its own, because it decides who can read tokens. Nil when it is off.
    private static func introspection(_ plan: RoutePlan, _ manifest: Manifest) -> [RouteAuth]? {
        let admitted = plan.servedRoutes.filter { $0.handler == .introspect }.map(\.callers)
        guard !admitted.isEmpty else { return nil }
        var callers: [RouteAuth] = []
        if admitted.contains(where: \.resourceServers), !manifest.resourceServers.isEmpty {
            callers.append(.resourceServer)
        }
        if admitted.contains(where: { $0.loopback != nil }) { callers.append(.loopback) }
        return callers
    }

    private static func words(_ caller: RouteAuth) -> String {
        switch caller {
        case .resourceServer: "resource servers with their credentials"
        case .loopback: "programs on this machine without credentials"
        case .anyone, .client: caller.rawValue
        }
    }
}
