import AuthorizationServer
import Diagnostics
import JSON
import RouteManifest
import Router

/// All that is wrong with a manifest and its templates, and what they come to where that is little enough.
struct CheckedManifest {
    let file: ManifestFile
    let problems: [Diagnostic]
    /// It can be served.
    let isUsable: Bool
    /// What is missing before it can be everybody's; nil where it is not to be.
    let publicSteps: [PublicStep]?
    private let manifest: Manifest?

    init(_ file: ManifestFile, _ result: ManifestResult) {
        let pages = file.pages(of: result)
        self.file = file
        problems = result.diagnostics + (pages?.diagnostics ?? [])
        isUsable = result.manifest != nil && pages?.pages != nil
        manifest = result.manifest
        publicSteps = result.publicSteps
    }

    var warnings: Int { problems.count { $0.severity == .warning } }

    func passes(isStrict: Bool) -> Bool { isUsable && !(isStrict && warnings > 0) }

    /// For people; nil where there is none.
    var summary: String? {
        guard isUsable, let manifest else { return nil }
        let plan = RoutePlan(manifest)
        let callers = Self.introspection(plan, manifest)?.map(Self.words)
        return """
            \(file.title): ok, \(counted(warnings, "warning"))
              issuer         \(plan.issuer)
              profile        \(manifest.profile)
              routes         \(plan.servedRoutes.count) on, \(plan.switchedOff.count) off
              introspection  \(callers.map { $0.isEmpty ? "nobody" : $0.joined(separator: ", ") } ?? "off")
            """ + (TrustedNames(manifest).map { "\n  trusts         \($0.words)" } ?? "")
                + (publicSteps?.isEmpty == true ? "\n  public         nothing is missing" : "")
    }

    /// What is missing for everybody, for people; nil where nothing is.
    var missing: String? {
        guard let publicSteps, !publicSteps.isEmpty else { return nil }
        let steps = publicSteps.enumerated().map { "  \($0 + 1). \($1.line)\n     \($1.words)" }
        return (["\(file.title): to be everybody's it lacks, in this order:"] + steps).joined(separator: "\n")
    }

    /// For programs.
    func listing(isStrict: Bool, _ mending: ManifestMending?) -> JSONObject {
        var answer = JSONObject(["manifest": .string(file.path)])
        if !file.overlays.isEmpty { answer["overlays"] = .array(file.overlays.map { .string($0) }) }
        if let manifest {
            let plan = RoutePlan(manifest)
            answer["issuer"] = .string(plan.issuer.text)
            answer["profile"] = .string(manifest.profile.text)
            answer["introspection"] = .array(
                Self.introspection(plan, manifest)?.map { .string($0.rawValue) } ?? [])
        }
        answer["usable"] = .bool(isUsable)
        answer["passes"] = .bool(passes(isStrict: isStrict))
        if let mending {
            answer["mended"] = .integer(Int64(mending.count))
            answer["diff"] = .string(mending.diff)
        }
        if let publicSteps {
            answer["missing_to_go_public"] = .array(
                publicSteps.map {
                    .object(JSONObject(["line": .string($0.line), "words": .string($0.words)]))
                })
        }
        answer["problems"] = .array(problems.map { .object($0.listing) })
        return answer
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
        case .anyone, .client, .operators: caller.rawValue
        }
    }
}
