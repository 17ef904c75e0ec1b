//! The same page in Firefox: what the step view and lessons can do, by the very tests that it has in Chromium.

use crate::driver::Browser;
use crate::harness::instead;

/// A test for each one that is named, which runs it in Firefox.
macro_rules! too {
    ($($module:ident { $($test:ident)* })*) => {
        $(mod $module {
            $(#[test]
            fn $test() {
                super::instead(super::Browser::Firefox, crate::$module::$test);
            })*
        })*
    };
}

too! {
    address {
        a_link_opens_its_step_tab_view_and_selection
        back_and_forward_go_through_the_steps
    }
    lessons {
        a_wrong_answer_is_shown_to_be_wrong_and_a_right_one_leads_on
        things_are_put_in_order_by_the_keyboard
        bytes_are_picked_in_the_hex
        a_task_is_solved_in_the_setup
    }
    features {
        fine_steps_stop_at_each_derivation_check_and_seal
        it_steps_from_message_to_message
        a_field_is_found_by_name_value_and_bytes
        the_notebook_holds_what_was_heard_and_no_more
        a_class_sees_stage_and_words_and_remote_controls_work
        a_run_is_told_as_text
        a_flipped_bit_breaks_the_tag
        enter_on_the_stage_opens_and_the_line_can_be_dragged
        playing_is_as_fast_as_asked
    }
    bytes {
        bytes_in_the_hex_select_their_field_even_if_it_is_folded
        a_sealed_message_is_shown_in_three_layers
    }
    keys {
        a_value_is_opened_by_keyboard
        graph_and_value_share_the_tab
    }
    identity {
        the_chain_is_drawn_and_a_field_and_its_bytes_are_selected_together
    }
    dialogs {
        a_question_mark_opens_help_and_no_other_key_works_then
        a_wrong_server_name_is_refused_in_words
        share_shows_the_address_and_a_command
    }
    breaking {
        a_bit_is_flipped_in_the_bytes_and_back
        a_field_is_changed_by_typing
        it_can_be_broken_from_every_point_of_view
    }
    comparing {
        both_runs_are_shown_to_the_byte_and_step_together
        a_setting_a_deed_and_a_step_are_undone_and_done_again
    }
    keyboard {
        arrows_move_within_the_tree
        the_ladder_is_one_stop_and_arrows_move_in_it
        a_whole_session_by_keyboard_alone
    }
    stepping {
        the_arrows_walk_through_the_whole_run
        home_end_and_the_buttons_step_too
    }
    knowledge {
        v_goes_through_the_points_of_view
    }
    records {
        the_nonce_is_the_iv_xor_the_number
        every_check_says_what_it_is
    }
    sharing {
        the_picture_holds_the_address
        a_short_code_typed_on_home_opens_the_same_view
        what_can_not_be_set_says_why
        a_surprise_is_the_same_twice
    }
    presenting {
        notes_in_a_second_window_keep_in_step
        a_point_of_light_follows_the_pointer
        arrows_move_within_the_key_graph
    }
}
