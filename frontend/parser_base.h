// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <memory_resource>
#include <utility>
#include <vector>

#include "antlr4-runtime.h"
#include "frontend/token_stream.h"

namespace t2d::frontend {

/// Base of all parse contexts: knows its rule, and how deep it is nested, so that the parser can refuse to go deeper.
class SqlContext : public antlr4::ParserRuleContext {
public:
    SqlContext() = default;
    SqlContext(antlr4::ParserRuleContext* parent, std::size_t invoking_state)
        : antlr4::ParserRuleContext(parent, invoking_state),
          depth_(parent == nullptr ? 0 : static_cast<SqlContext*>(parent)->depth_ + 1) {}
    [[nodiscard]] std::size_t nesting() const { return depth_; }
    /// The same as getRuleIndex() once the rule is entered.
    [[nodiscard]] std::size_t rule() const { return rule_; }
    void set_rule(std::size_t rule) { rule_ = static_cast<std::uint32_t>(rule); }

private:
    std::uint32_t depth_ = 0;
    std::uint32_t rule_ = 0;
};

/// Makes the contexts of one statement side by side and frees them together.
class ContextArena {
public:
    ContextArena() = default;
    ContextArena(const ContextArena&) = delete;
    ContextArena& operator=(const ContextArena&) = delete;
    ~ContextArena() { reset(); }

    /// The runtime's name, which the generated parser calls.
    template <typename C>
    C* createInstance(antlr4::ParserRuleContext* parent, std::size_t state) {
        C* made = new (memory_.allocate(sizeof(C), alignof(C))) C(parent, state);
        made_.push_back(made);
        return made;
    }
    void reset() {
        for (antlr4::tree::ParseTree* context : made_)
            context->~ParseTree();
        made_.clear();
        memory_.release();
    }

private:
    static constexpr std::size_t kKept = std::size_t{1} << 16; ///< bytes that are not given back between statements

    std::unique_ptr<std::byte[]> kept_ = std::make_unique_for_overwrite<std::byte[]>(kKept);
    std::pmr::monotonic_buffer_resource memory_{kept_.get(), kKept};
    std::vector<antlr4::tree::ParseTree*> made_;
};

/// Raised where rules are nested deeper than kMaxRuleDepth.
class TooDeep final : public antlr4::RecognitionException {
public:
    explicit TooDeep(antlr4::Parser* parser)
        : RecognitionException("too deep", parser, parser->getInputStream(), nullptr, parser->getCurrentToken()) {}
};

/// Deepest nesting of grammar rules, so that no input can overflow the stack in the parser, in the lowering (which recurses as deep as the
/// parser does) or in anything that walks the tree: three rules for a parenthesis, a CASE or a BEGIN, two for ELSE IF.
inline constexpr std::size_t kMaxRuleDepth = 1000;

/// Base of the generated parser. What that calls for every token and rule is defined here again, under the runtime's names: there it is a
/// virtual function in a shared library each time, with checks for listeners and for a tree of children, which this parser never has.
/// Half of a parse was spent there. The meaning is the runtime's (ANTLR 4, class Parser).
class SqlParserBase : public antlr4::Parser {
public:
    /// `input` is a TokenStream of ours wherever anything is parsed.
    explicit SqlParserBase(antlr4::TokenStream* input) : antlr4::Parser(input), _input(dynamic_cast<TokenStream*>(input)), _errHandler{*this} {}

    [[nodiscard]] std::size_t getState() const final { return state_; }
    template <typename S>
    [[nodiscard]] S* getInterpreter() const {
        return static_cast<S*>(_interpreter);
    }

    void enterRule(antlr4::ParserRuleContext* context, std::size_t state, std::size_t rule) final {
        auto* entered = static_cast<SqlContext*>(context);
        if (entered->nesting() >= kMaxRuleDepth) throw TooDeep(this);
        entered->set_rule(rule);
        state_ = state;
        _ctx = context;
        _ctx->start = _input->LT(1);
    }
    void enterOuterAlt(antlr4::ParserRuleContext* context, std::size_t) final { _ctx = context; }
    void exitRule() {
        _ctx->stop = _input->LT(_matchedEOF ? 1 : -1);
        state_ = _ctx->invokingState;
        _ctx = static_cast<antlr4::ParserRuleContext*>(_ctx->parent); // every parent is a rule's context: the rules make no other
    }
    antlr4::Token* match(std::size_t type) final {
        if (_input->LA(1) != type) return _errHandler->recoverInline(this);
        if (type == antlr4::Token::EOF) _matchedEOF = true;
        return consume();
    }
    antlr4::Token* consume() final {
        antlr4::Token* token = _input->LT(1);
        _input->consume();
        return token;
    }

protected:
    /// Runs the end of a rule's function however that is left.
    template <typename F>
    struct AtExit {
        F leave;
        explicit AtExit(F f) : leave(std::move(f)) {}
        AtExit(const AtExit&) = delete;
        AtExit& operator=(const AtExit&) = delete;
        ~AtExit() { leave(); }
    };
    template <typename F>
    static AtExit<F> finally(F leave) {
        return AtExit<F>(std::move(leave));
    }

    /// Passes errors on to the runtime's handler, and calls its `sync` only where a list of statements goes on.
    struct ErrorHandler {
        SqlParserBase& parser;

        ErrorHandler* operator->() { return this; }
        void sync(antlr4::Parser*) const {
            if (static_cast<SqlContext*>(parser._ctx)->rule() == parser.list_rule_) behind().sync(&parser);
        }
        void reportMatch(antlr4::Parser*) const {}
        antlr4::Token* recoverInline(antlr4::Parser*) const { return behind().recoverInline(&parser); }
        void reportError(antlr4::Parser*, const antlr4::RecognitionException& error) const { behind().reportError(&parser, error); }
        void recover(antlr4::Parser*, std::exception_ptr error) const { behind().recover(&parser, std::move(error)); }
        [[nodiscard]] antlr4::ANTLRErrorStrategy& behind() const { return *parser.antlr4::Parser::_errHandler; }
    };

    void setState(std::size_t state) { state_ = state; }
    /// The rule whose loop goes from statement to statement.
    void set_list_rule(std::size_t rule) { list_rule_ = rule; }

    TokenStream* _input;
    ErrorHandler _errHandler;
    ContextArena _tracker;

private:
    std::size_t state_ = static_cast<std::size_t>(-1);
    std::size_t list_rule_ = 0;
};

} // namespace t2d::frontend
