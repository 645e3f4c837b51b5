#include "hub/desk_commands.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>
#include <string>

#include "hub/commands.hpp"

namespace counterfoil::hub {

using nlohmann::json;

struct DeskCommands::Options {
    std::string what;
    std::string subject;
    json body = json::object();

    /// An option that becomes a field of the body where it was given.
    void field(CLI::App* command, const char* flag, const char* name, const char* help, bool required) {
        command
            ->add_option_function<std::string>(
                flag, [this, name](const std::string& value) { body[name] = value; }, help)
            ->required(required);
    }
    void number(CLI::App* command, const char* flag, const char* name, const char* help, bool required) {
        command
            ->add_option_function<std::int64_t>(
                flag, [this, name](std::int64_t value) { body[name] = value; }, help)
            ->required(required);
    }
    void issuer(CLI::App* command, const char* flag, const char* name, const char* help) {
        command->add_option_function<std::string>(
            flag,
            [this, name](const std::string& value) {
                body["issuer"][name] = value;
                body["issuer"]["party"] = "hq";
            },
            help);
    }
    void who(CLI::App* command) {
        field(command, "--staff", "staff_id", "who asks for it", true);
        field(command, "--reason", "reason", "why", true);
    }
    /// An option at a place of the body that is written as a JSON pointer.
    CLI::Option* text(CLI::App* command, const char* flag, const char* pointer, const char* help) {
        return command->add_option_function<std::string>(
            flag, [this, pointer](const std::string& value) { body[json::json_pointer(pointer)] = value; }, help);
    }
    void consent(CLI::App* command);
    void enrolment(CLI::App* member);
    void persons(CLI::App* member);
    void leaving(CLI::App* member);
    CLI::App* add(CLI::App* parent, const char* name, const char* help, const char* service) {
        CLI::App* command = parent->add_subcommand(name, help);
        command->callback([this, service] { what = service; });
        return command;
    }
};

/// Each purpose by its own flag, none set before: what was not ticked is a no.
void DeskCommands::Options::consent(CLI::App* command) {
    text(command, "--consent-text", "/consent/text_version", "the version of the text that the person saw")->required();
    text(command, "--channel", "/consent/channel", "where, such as store or app")->required();
    const auto tick = [&](const char* flag, const char* pointer, const char* help) {
        command->add_flag_function(
            flag, [this, pointer](std::int64_t) { body[json::json_pointer(pointer)] = true; }, help);
    };
    tick("--agrees-membership", "/consent/purposes/membership", "to be a member");
    tick("--agrees-marketing", "/consent/purposes/marketing", "to be written to");
    tick("--agrees-sharing", "/consent/purposes/sharing", "that partners may know");
}

void DeskCommands::Options::enrolment(CLI::App* member) {
    CLI::App* enrol = member->add_subcommand("enrol", "a person becomes a member");
    const auto identity = [&](const char* flag, const char* kind, const char* help) {
        enrol->add_option_function<std::string>(
            flag,
            [this, kind](const std::string& value) {
                body["identities"].push_back({{"kind", kind}, {"value", value}});
            },
            help);
    };
    identity("--phone", "phone", "a phone number");
    identity("--card", "card_no", "a card number");
    field(enrol, "--name", "name", "the person's name", false);
    field(enrol, "--birthday", "birthday", "MM-DD", false);
    number(enrol, "--birth-year", "birth_year", "only where age matters", false);
    consent(enrol);
    text(enrol, "--guardian-name", "/guardian/name", "who consents for a child");
    text(enrol, "--guardian-phone", "/guardian/phone", "the guardian's phone");
    field(enrol, "--staff", "staff_id", "who enrols", true);
    enrol->callback([this] {
        what = "members.enrol";
        if (!body.contains("identities")) body["identities"] = json::array();
        for (const char* purpose : {"membership", "marketing", "sharing"}) {
            json& purposes = body["consent"]["purposes"];
            if (!purposes.contains(purpose)) purposes[purpose] = false;
        }
    });
}

void DeskCommands::Options::persons(CLI::App* member) {
    enrolment(member);
    CLI::App* identity = add(member, "add-identity", "the member is known by this, too", "members.add_identity");
    identity->add_option("id", subject, "the member")->required();
    field(identity, "kind", "kind", "phone, card_no, union_id ...", true);
    field(identity, "value", "value", "the number or id", true);
    field(identity, "--verified-by", "verified_by", "none, code, otp or pin", false);
    who(identity);
    CLI::App* release = add(member, "release-phone", "the phone is another person's by now", "members.release_phone");
    release->add_option("id", subject, "the member who had it")->required();
    field(release, "phone", "phone", "the phone number", true);
    field(release, "--verified-by", "verified_by", "otp: its new owner has proved it", true);
    who(release);
    add(member, "candidates", "members who may be one person", "members.candidates");
    CLI::App* dismiss = add(member, "dismiss", "the two of a candidate are two persons", "members.dismiss_candidate");
    dismiss->add_option("no", subject, "the candidate's number")->required();
    who(dismiss);
}

/// What a member takes back, and leaves. The erasure is shown until it is confirmed.
void DeskCommands::Options::leaving(CLI::App* member) {
    CLI::App* withdraw = add(member, "withdraw", "the member takes a consent back", "members.withdraw_consent");
    withdraw->add_option("id", subject, "the member")->required();
    field(withdraw, "purpose", "purpose", "marketing or sharing; the membership ends by an erasure", true);
    field(withdraw, "--channel", "channel", "where the member said so, such as store or app", true);
    field(withdraw, "--consent-text", "text_version", "the version of the text; that of the newest consent where not given",
          false);
    who(withdraw);
    CLI::App* back = add(member, "ask-back", "ask devices for what they hold of the member's rights", "members.ask_back");
    back->add_option("id", subject, "the member")->required();
    CLI::App* erase = member->add_subcommand("erase", "show what an erasure gives up; with --confirm: erase, for good");
    erase->add_option("id", subject, "the member")->required();
    erase->add_flag_function(
        "--confirm", [this](std::int64_t) { body["confirm"] = true; }, "do it; needs --staff and --reason");
    field(erase, "--staff", "staff_id", "who asks for it", false);
    field(erase, "--reason", "reason", "why", false);
    erase->callback([this] { what = body.contains("confirm") ? "members.erase" : "members.erasure"; });
}

DeskCommands::DeskCommands(CLI::App& app) : options_(std::make_unique<Options>()) {
    Options& o = *options_;
    CLI::App* coupon = app.add_subcommand("coupon", "show, issue, void, give back or hand on a coupon");
    coupon->require_subcommand(1);
    CLI::App* show = o.add(coupon, "show", "a coupon with its state and history", "coupons.show");
    show->add_option("id", o.subject, "the coupon's id")->required();
    CLI::App* find = o.add(coupon, "find", "the coupon with this code", "coupons.show_by_code");
    find->add_option("code", o.subject, "what is scanned")->required();

    CLI::App* issue = o.add(coupon, "issue", "issue coupons of a template", "coupons.issue");
    o.field(issue, "--template", "template_id", "the template", true);
    o.field(issue, "--member", "member_id", "for whom; without: for whoever brings the code", false);
    o.number(issue, "--count", "count", "how many, 1 to 100", false);
    o.issuer(issue, "--campaign", "campaign_id", "out of this campaign's quota");
    o.issuer(issue, "--guide", "staff_id", "out of this guide's quota");
    o.who(issue);

    CLI::App* withdraw = o.add(coupon, "void", "withdraw a coupon", "coupons.void");
    withdraw->add_option("id", o.subject, "the coupon's id")->required();
    o.who(withdraw);
    CLI::App* back = o.add(coupon, "give-back", "a new coupon in the place of a used one", "coupons.give_back");
    back->add_option("id", o.subject, "the used coupon's id")->required();
    o.who(back);
    CLI::App* transfer = o.add(coupon, "transfer", "hand an unused coupon on to another member", "coupons.transfer");
    transfer->add_option("id", o.subject, "the coupon's id")->required();
    o.field(transfer, "--to", "to_member_id", "who gets it", true);
    o.who(transfer);

    CLI::App* card = app.add_subcommand("card", "show a benefit card, or give uses of it back");
    card->require_subcommand(1);
    CLI::App* show_card = o.add(card, "show", "a card with its uses and its validity", "cards.show");
    show_card->add_option("id", o.subject, "the card's id")->required();
    CLI::App* give_back = o.add(card, "give-back", "uses that were spent can be used again", "cards.give_back");
    give_back->add_option("id", o.subject, "the card's id")->required();
    o.number(give_back, "--uses", "uses", "how many; 1 where not given", false);
    o.who(give_back);

    CLI::App* member = app.add_subcommand("member", "enrol members, say who is known by what, merge and split");
    member->require_subcommand(1);
    o.persons(member);
    o.leaving(member);
    CLI::App* merge = o.add(member, "merge", "the older one stays, the other goes up in it", "members.merge");
    merge->add_option("id", o.subject, "one member")->required();
    o.field(merge, "other", "other_member_id", "the other", true);
    o.who(merge);
    CLI::App* split = o.add(member, "split", "a merged member stands for itself again", "members.split");
    split->add_option("id", o.subject, "the member that went up in another")->required();
    o.who(split);

    CLI::App* quota = app.add_subcommand("quota", "what campaigns and guides may issue");
    quota->require_subcommand(1);
    o.add(quota, "list", "all quotas, with what is left", "quotas.list");
    CLI::App* set = o.add(quota, "set", "make a quota or change its total", "quotas.put");
    set->add_option("id", o.subject, "the quota's id")->required();
    o.field(set, "--template", "template_id", "the template; without: a campaign's budget", false);
    o.field(set, "--campaign", "campaign_id", "for this campaign", false);
    o.field(set, "--guide", "staff_id", "for this guide", false);
    o.number(set, "--total", "total", "how many in all; of a budget, how much in minor units", true);
}

DeskCommands::~DeskCommands() = default;

bool DeskCommands::chosen() const { return !options_->what.empty(); }

int DeskCommands::run(const platform::HubConfig& config) const {
    return desk_command(config, options_->what, options_->subject, options_->body.dump());
}

}  // namespace counterfoil::hub
