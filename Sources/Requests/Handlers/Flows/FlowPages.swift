import OAuthModel
import Pages
import Timeline
import WireText

/// What pages of the timeline show, made of what it knows.
extension FlowsPage.Row {
    init(_ summary: FlowSummary) {
        let began = MomentText(summary.began)
        let advice = summary.advice
        self.init(
            name: summary.name.text, time: began.time, moment: began.machine,
            client: summary.client.map { $0.name?.shown ?? $0.id.rawValue },
            clientID: summary.client.flatMap { $0.name == nil ? nil : $0.id.rawValue },
            person: summary.person?.rawValue, resource: summary.resource, scope: summary.scope,
            peer: summary.peer, origin: summary.origin, look: summary.verdict.look,
            verdict: summary.verdict.words, reached: summary.reached.words,
            steps: Stage.allCases.filter { $0 != .ended }.map {
                FlowsPage.Step($0.words, isReached: $0 <= summary.reached)
            },
            finding: summary.stop?.words ?? advice?.finding, remedy: advice?.remedy, section: advice?.section,
            requests: summary.hopCount, isPinned: summary.isPinned)
    }
}

extension FlowPage {
    init(_ flow: Flow, process: String?, isSignedIn: Bool, action: String, csrf: String) {
        var earlier: Timestamp?
        var hops: [Entry] = []
        for (index, hop) in flow.hops.enumerated() {
            hops.append(Entry(hop, number: index + 1, after: earlier))
            earlier = hop.firstAt
        }
        self.init(
            summary: FlowsPage.Row(flow.summary), lastTime: MomentText(flow.summary.lastAt).time,
            day: MomentText(flow.summary.began).day, hops: hops, diagram: FlowDiagram(flow.hops),
            process: process, isSignedIn: isSignedIn, action: action, csrf: csrf)
    }
}

extension FlowPage.Entry {
    fileprivate init(_ hop: Hop, number: Int, after earlier: Timestamp?) {
        let began = MomentText(hop.firstAt)
        let refused =
            hop.refusedCount > 0 && hop.refusedCount < hop.count ? ", \(hop.refusedCount) refused" : ""
        self.init(
            number: number, time: began.exact, moment: began.machine,
            gap: earlier.flatMap { MomentText.span(hop.firstAt.since($0)) }, from: hop.from.words,
            to: hop.to.words, what: hop.what, asked: hop.asked, isRefused: hop.isRefused,
            isProbable: hop.isProbable, finding: hop.why?.finding, section: hop.why?.section,
            remedy: hop.why?.remedy, reason: hop.why?.name,
            facts: hop.facts.map { FlowPage.Fact($0.name, $0.value) },
            count: hop.count > 1
                ? "\(hop.count) times, last at \(MomentText(hop.lastAt).exact)\(refused)" : nil,
            waited: hop.duration.flatMap(MomentText.span), requestID: hop.requestID)
    }
}

extension FlowDiagram {
    fileprivate init(_ hops: [Hop]) {
        let parties = Party.allCases.filter { party in hops.contains { $0.from == party || $0.to == party } }
        self.init(
            lanes: parties.map(\.words),
            messages: hops.enumerated().compactMap { index, hop in
                guard let from = parties.firstIndex(of: hop.from), let to = parties.firstIndex(of: hop.to)
                else { return nil }
                let count = hop.count > 1 ? " ×\(hop.count)" : ""
                return Message(
                    from: from, to: to, label: "\(index + 1) \(hop.asked ?? hop.name)\(count)",
                    isRefused: hop.isRefused, isProbable: hop.isProbable)
            })
    }
}

extension Verdict {
    fileprivate var look: FlowsPage.Look {
        switch self {
        case .goingOn: .going
        case .done: .good
        case .refused: .bad
        case .stopped: .stopped
        }
    }
}
