// SPDX-License-Identifier: Apache-2.0
#include "passes/diff/model_diff.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>

#include "ir/ast/dump.h"
#include "ir/text.h"
#include "passes/diff/block_diff.h"

namespace t2d::passes::diff {

namespace {

/// A step of a model: one of its CTEs.
struct Step {
    const ast::Cte* cte = nullptr;
    std::string name;               ///< lower case
    std::string content;            ///< equal for steps that say the same
    std::vector<std::string> parts; ///< sorted
};

/// The CTEs of a query, those inside of a CTE before it.
void collect_steps(const ast::Query& query, CteNames known, Interner& interner, std::vector<Step>& out) {
    for (const ast::Cte& cte : query.with) {
        Step step{&cte, to_lower(cte.name), {}, {}};
        collect_steps(*cte.query, known, interner, out);
        CteNames inside = known;
        inside[step.name] = "cte:itself";
        const ast::Query normal = normal_form(*cte.query, inside, interner);
        step.content = "cte:" + interner.name_of(fmt::format("{} {}", fmt::join(cte.columns, ","), ast::dump(normal)));
        step.parts = parts_of(normal);
        std::sort(step.parts.begin(), step.parts.end());
        known[step.name] = step.content;
        out.push_back(std::move(step));
    }
}

std::vector<Step> steps_of(const ast::Query& query, Interner& interner) {
    std::vector<Step> out;
    collect_steps(query, {}, interner, out);
    return out;
}

std::size_t common_parts(const Step& a, const Step& b) {
    std::vector<std::string> common;
    std::set_intersection(a.parts.begin(), a.parts.end(), b.parts.begin(), b.parts.end(), std::back_inserter(common));
    return common.size();
}

class ModelDiff {
public:
    ModelDiff(const ir::ModelText& expected, const ir::ModelText& actual, const SourceManager& sources) : expected_(expected), actual_(actual), sources_(sources) {}

    std::vector<Change> run() {
        config();
        if (expected_.raises != actual_.raises) note("structure", actual_.raises ? "the model refuses to run now" : "the model runs now, it refused to before");
        if (expected_.raises || actual_.raises || whole(expected_.query) == whole(actual_.query)) return std::move(changes_);
        left_ = steps_of(expected_.query, interner_);
        right_ = steps_of(actual_.query, interner_);
        pair_steps();
        const CteNames l = names(left_, partner_, true), r = names(right_, partner_, false);
        const std::size_t before = changes_.size();
        for (const auto& [a, b] : partner_)
            if (left_[a].content != right_[b].content) add(query_differences({&*left_[a].cte->query, l}, {&*right_[b].cte->query, r}, right_[b].cte->name, interner_, sources_));
        add(query_differences({&expected_.query, l}, {&actual_.query, r}, {}, interner_, sources_));
        alone(left_, true);
        alone(right_, false);
        if (changes_.size() == before) note("structure", "the query is written another way");
        return std::move(changes_);
    }

private:
    void note(std::string kind, std::string text) { changes_.push_back({std::move(kind), {}, std::move(text), expected_.query.span, actual_.query.span}); }
    void add(std::vector<Change> more) { changes_.insert(changes_.end(), more.begin(), more.end()); }

    /// The model's normal form, every CTE in it named after its content: equal exactly when the two are written alike.
    std::string whole(const ast::Query& query) { return ast::dump(normal_form(query, {}, interner_)); }

    void config() {
        std::set<std::string> keys;
        for (const auto* side : {&expected_.config, &actual_.config})
            for (const auto& [key, value] : *side) keys.insert(key);
        for (const std::string& key : keys) {
            const auto l = expected_.config.find(key), r = actual_.config.find(key);
            if (r == actual_.config.end()) note("config", fmt::format("{} is gone, was {}", key, fmt::join(l->second, ", ")));
            else if (l == expected_.config.end()) note("config", fmt::format("{} is new: {}", key, fmt::join(r->second, ", ")));
            else if (l->second != r->second) note("config", fmt::format("{} became {}, was {}", key, fmt::join(r->second, ", "), fmt::join(l->second, ", ")));
        }
    }

    /// Which steps stand for each other: those that say the same, then those of one name, then those that have most in common.
    void pair_steps() {
        pair([](const Step& a, const Step& b) { return a.content == b.content && a.name == b.name; });
        pair([](const Step& a, const Step& b) { return a.content == b.content; });
        pair([](const Step& a, const Step& b) { return a.name == b.name; });
        while (pair_likest()) {
        }
    }

    template <typename Same>
    void pair(const Same& same) {
        for (std::size_t a = 0; a < left_.size(); ++a)
            for (std::size_t b = 0; b < right_.size() && !partner_.contains(a); ++b)
                if (!taken_.contains(b) && same(left_[a], right_[b])) take(a, b);
    }

    bool pair_likest() {
        std::size_t best = 0, best_a = 0, best_b = 0;
        for (std::size_t a = 0; a < left_.size(); ++a)
            for (std::size_t b = 0; b < right_.size(); ++b)
                if (!partner_.contains(a) && !taken_.contains(b))
                    if (const std::size_t common = common_parts(left_[a], right_[b]); common > best) best = common, best_a = a, best_b = b;
        if (best > 0) take(best_a, best_b);
        return best > 0;
    }

    void take(std::size_t a, std::size_t b) {
        partner_[a] = b;
        taken_.insert(b);
    }

    /// Steps that stand for each other have one name in both queries: that of the actual side.
    CteNames names(const std::vector<Step>& steps, const std::map<std::size_t, std::size_t>& partner, bool left) const {
        CteNames out;
        for (const auto& [a, b] : partner) out[steps[left ? a : b].name] = "cte:" + right_[b].name;
        for (const Step& step : steps)
            if (!out.contains(step.name)) out[step.name] = std::string(left ? "old cte:" : "new cte:") + step.name;
        return out;
    }

    void alone(const std::vector<Step>& steps, bool left) {
        for (std::size_t i = 0; i < steps.size(); ++i)
            if (left ? !partner_.contains(i) : !taken_.contains(i)) {
                const SourceSpan span = steps[i].cte->span.valid() ? steps[i].cte->span : steps[i].cte->query->span;
                changes_.push_back({"step", {}, fmt::format("the step {} is {}", steps[i].cte->name, left ? "gone" : "new"), left ? span : SourceSpan{}, left ? SourceSpan{} : span});
            }
    }

    const ir::ModelText &expected_, &actual_;
    const SourceManager& sources_;
    Interner interner_;
    std::vector<Step> left_, right_;
    std::map<std::size_t, std::size_t> partner_; ///< expected step → actual step
    std::set<std::size_t> taken_;                ///< actual steps that have a partner
    std::vector<Change> changes_;
};

} // namespace

std::vector<Change> differences(const ir::ModelText& expected, const ir::ModelText& actual, const SourceManager& sources) { return ModelDiff(expected, actual, sources).run(); }

} // namespace t2d::passes::diff
