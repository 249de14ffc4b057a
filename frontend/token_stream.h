// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "antlr4-runtime.h"
#include "frontend/scanner.h"

namespace t2d::frontend {

/// What all tokens of a file share; the runtime asks a token source for its factory and name only.
class SqlSource final : public antlr4::TokenSource {
public:
    explicit SqlSource(std::string_view text) : text_(text) {}
    [[nodiscard]] std::string_view text() const { return text_; }

    std::unique_ptr<antlr4::Token> nextToken() override { return nullptr; }
    std::size_t getLine() const override { return 0; }
    std::size_t getCharPositionInLine() override { return 0; }
    antlr4::CharStream* getInputStream() override { return nullptr; }
    std::string getSourceName() override { return "sql"; }
    antlr4::TokenFactory<antlr4::CommonToken>* getTokenFactory() override {
        return antlr4::CommonTokenFactory::DEFAULT.get();
    }

private:
    std::string_view text_;
};

/// A token as the generated parser wants it: a view into the text, nothing on the heap.
class SqlToken final : public antlr4::Token {
public:
    SqlToken(const ScanToken& token, std::size_t index, SqlSource& source)
        : source_(&source), begin_(token.begin), end_(token.end), index_(static_cast<std::uint32_t>(index)), type_(token.kind) {}

    std::string getText() const override { return std::string(source_->text().substr(begin_, end_ - begin_)); }
    std::size_t getType() const override { return type_ == 0 ? antlr4::Token::EOF : type_; }
    std::size_t getLine() const override { return 0; } // positions are bytes; lines are the source manager's affair
    std::size_t getCharPositionInLine() const override { return 0; }
    std::size_t getChannel() const override { return 0; }
    std::size_t getTokenIndex() const override { return index_; }
    std::size_t getStartIndex() const override { return begin_; }
    std::size_t getStopIndex() const override { return end_ - std::size_t{1}; }
    antlr4::TokenSource* getTokenSource() const override { return source_; }
    antlr4::CharStream* getInputStream() const override { return nullptr; }
    std::string toString() const override { return getText(); }

private:
    SqlSource* source_;
    std::uint32_t begin_;
    std::uint32_t end_;
    std::uint32_t index_;
    std::uint16_t type_; ///< 0 for the end of the file
};
static_assert(sizeof(SqlToken) <= 32);

/// Feeds scanned tokens to the generated parser. All scanned tokens are in memory, so looking ahead is indexing; the
/// runtime's tokens, of which there would be 32 bytes for every few bytes of a file, are made in pages where the parser
/// looks and are gone with the statement (see `give_back`).
class TokenStream final : public antlr4::TokenStream {
public:
    TokenStream(std::string_view text, std::vector<ScanToken>&& tokens);

    /// The token at an index; the last one is the end of the file.
    [[nodiscard]] const ScanToken& at(std::size_t index) const { return tokens_[index]; }
    /// Its type as the parser names it.
    [[nodiscard]] std::size_t type(std::size_t index) const { return type_of(tokens_[index]); }
    /// Its characters as written.
    [[nodiscard]] std::string_view view(std::size_t index) const {
        const ScanToken& token = tokens_[index];
        return source_.text().substr(token.begin, token.end - token.begin);
    }
    [[nodiscard]] std::span<const ScanToken> scanned(std::size_t first, std::size_t past) const { return {tokens_.data() + first, past - first}; }
    /// Gives back the pages before the current position: no context that holds tokens from there may be used again.
    void give_back();

    void consume() override {
        if (position_ + 1 < tokens_.size()) move_to(position_ + 1);
    }
    std::size_t LA(ssize_t offset) override { return offset == 1 ? next_type_ : type_at(offset); }
    antlr4::Token* LT(ssize_t offset) override {
        if (offset > 0) return get(bounded(position_ + static_cast<std::size_t>(offset) - 1));
        const auto back = static_cast<std::size_t>(-offset);
        return offset < 0 && position_ >= back ? get(position_ - back) : nullptr;
    }
    ssize_t mark() override { return 0; }
    void release(ssize_t) override {}
    std::size_t index() override { return position_; }
    void seek(std::size_t index) override { move_to(bounded(index)); }
    std::size_t size() override { return tokens_.size(); }
    std::string getSourceName() const override { return "sql"; }
    antlr4::Token* get(std::size_t index) const override {
        Page& page = pages_[index / kPageSize];
        if (page.empty()) fill(index / kPageSize);
        return &page[index % kPageSize];
    }
    antlr4::TokenSource* getTokenSource() const override { return const_cast<SqlSource*>(&source_); }
    std::string getText(const antlr4::misc::Interval&) override { return {}; }
    std::string getText() override { return {}; }
    std::string getText(antlr4::RuleContext*) override { return {}; }
    std::string getText(antlr4::Token*, antlr4::Token*) override { return {}; }

private:
    using Page = std::vector<SqlToken>;
    static constexpr std::size_t kPageSize = 1024;

    [[nodiscard]] static std::size_t type_of(const ScanToken& token) { return token.kind == 0 ? antlr4::Token::EOF : token.kind; }
    [[nodiscard]] std::size_t bounded(std::size_t index) const { return index < tokens_.size() ? index : tokens_.size() - 1; }
    [[nodiscard]] std::size_t type_at(ssize_t offset) const;
    void fill(std::size_t page) const;
    void move_to(std::size_t index) {
        position_ = index;
        next_type_ = type(index);
    }

    SqlSource source_;
    std::vector<ScanToken> tokens_;
    mutable std::vector<Page> pages_; ///< an empty one is not made yet, or given back
    mutable Page spare_;              ///< memory of a page that was given back
    std::size_t released_ = 0;        ///< pages before this one are given back
    std::size_t position_ = 0;
    std::size_t next_type_; ///< LA(1), which the generated parser asks for at every decision
};

} // namespace t2d::frontend
