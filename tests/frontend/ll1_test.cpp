// SPDX-License-Identifier: Apache-2.0
// Which decisions of the grammar one token does not settle: the list is frozen, because each one costs prediction time.
#include <catch2/catch.hpp>
#include <set>

#include "TSqlParser.h"
#include "antlr4-runtime.h"
#include "frontend/token_stream.h"
#include "tests/frontend/support.h"

using namespace t2d;

namespace {

/// `rule: tokens on which two alternatives collide`.
std::string conflict(const antlr4::Parser& parser, antlr4::atn::DecisionState* state) {
    const antlr4::atn::LL1Analyzer analyzer(parser.getATN());
    const auto looks = analyzer.getDecisionLookahead(state);
    std::set<std::string> tokens;
    for (std::size_t a = 0; a < looks.size(); ++a)
        for (std::size_t b = a + 1; b < looks.size(); ++b)
            for (const ssize_t type : looks[a].And(looks[b]).toList())
                tokens.insert(parser.getVocabulary().getDisplayName(static_cast<std::size_t>(type)));
    if (tokens.empty()) return {};
    std::string result = parser.getRuleNames()[state->ruleIndex] + ":";
    for (const std::string& t : tokens)
        result += " " + t;
    return result + "\n";
}

} // namespace

TEST_CASE("the list of decisions that need more than one token is frozen") {
    frontend::TokenStream nothing{std::string_view{}, {}};
    TSqlParser parser(&nothing);
    std::multiset<std::string> conflicts;
    for (antlr4::atn::DecisionState* state : parser.getATN().decisionToState) {
        const std::string line = conflict(parser, state);
        if (!line.empty()) conflicts.insert(line);
    }
    std::string list;
    for (const std::string& line : conflicts)
        list += line;
    test::check_golden(test::source_path("tests/frontend/ll1_decisions.test"), list);
}
