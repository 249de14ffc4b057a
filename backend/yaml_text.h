// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "backend/dialect.h"
#include "ir/rel.h"

namespace t2d::backend {

/// The text of one of dbt's YAML files, in block style, line by line. Keys and words are ours (letters and underscores) and stand bare;
/// texts are quoted. yaml-cpp's emitter takes a tenth of a whole compile for these few shapes, so it is only asked to quote what needs
/// escapes.
class YamlText {
public:
    /// Ends what it opened when it goes out of scope.
    class Level {
    public:
        explicit Level(YamlText& yaml) : yaml_(yaml) { ++yaml_.depth_; }
        ~Level() { --yaml_.depth_; }
        Level(const Level&) = delete;
        Level& operator=(const Level&) = delete;

    private:
        YamlText& yaml_;
    };

    /// `version: 2` and the given top-level key, whose list the caller fills.
    explicit YamlText(std::string_view key);

    /// `key:` with a map or list of at least one entry, given until the result goes out of scope.
    [[nodiscard]] Level open(std::string_view key);
    /// A map as the next item of the open list, given until the result goes out of scope.
    [[nodiscard]] Level item();

    void word(std::string_view key, std::string_view word);
    /// `key: "text"`; dbt evaluates Jinja in YAML, so braces of the input are pulled apart.
    void text(std::string_view key, std::string_view text);
    /// `key: "{{ code }}"`, or another text whose Jinja is ours.
    void code(std::string_view key, std::string_view code);
    void word_item(std::string_view word);
    void text_item(std::string_view text);
    /// The list of columns, where there are any, without tests.
    void columns(const std::vector<ir::Column>& columns, const Dialect& dialect);
    /// The entries of a column that all files have: name, whether it must be quoted, type.
    void column_head(const ir::Column& column, const Dialect& dialect);

    /// The file's text with its header comment.
    [[nodiscard]] std::string finished() const;

private:
    std::string& line();

    std::string out_;
    int depth_ = 0;
    bool starts_item_ = false;
};

} // namespace t2d::backend
