// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "antlr4-runtime.h"

namespace t2d::frontend {

/// Base of all parse contexts: knows how deep its rule is nested, so that the parser can refuse to go deeper.
class SqlContext : public antlr4::ParserRuleContext {
public:
    SqlContext() = default;
    SqlContext(antlr4::ParserRuleContext* parent, std::size_t invoking_state)
        : antlr4::ParserRuleContext(parent, invoking_state),
          depth_(parent == nullptr ? 0 : static_cast<SqlContext*>(parent)->depth_ + 1) {}
    [[nodiscard]] std::size_t nesting() const { return depth_; }

private:
    std::size_t depth_ = 0;
};

/// Base of the generated parser, which calls `exitRule` at the end of every rule.
class SqlParserBase : public antlr4::Parser {
public:
    using antlr4::Parser::Parser;

    /// What the runtime's function does where no listeners are, but its dynamic_cast of the parent, which took a tenth of a parse. Every
    /// parent is a rule's context: the rules make no other.
    void exitRule() {
        _ctx->stop = _input->LT(_matchedEOF ? 1 : -1);
        setState(_ctx->invokingState);
        _ctx = static_cast<antlr4::ParserRuleContext*>(_ctx->parent);
    }
};

} // namespace t2d::frontend
