# Prints what Email::Outlook::Message finds in .msg files: an array with an object for each, bytes in hex.

use strict;
use warnings;
use JSON::PP;
use Email::Outlook::Message;

# Entries of several values are new to it, and it says so.
local $SIG{__WARN__} = sub {};

# What it makes of an embedded message is mail in text form. We want the message.
our @embedded;
{
  no warnings 'redefine';
  my $process = \&Email::Outlook::Message::Attachment::_process_subdirectory;
  *Email::Outlook::Message::to_email_mime = sub { push @embedded, $_[0]; return bless {}, 'NoMail' };
  *NoMail::as_string = *NoMail::as_string = sub { '' };
  *Email::Outlook::Message::Attachment::_process_subdirectory = sub {
    my ($self, $pps) = @_;
    local @embedded;
    # It packs OLE objects anew, and dies of those that hold storages.
    eval { $process->($self, $pps) };
    $self->{EMBEDDED_MESSAGE} = $embedded[-1];
  };
}

sub values_of {
  my $object = shift;
  my %values;
  for my $id ($object->mapi_property_names) {
    my ($type, $data) = @{$object->get_mapi_property($id)};
    $values{"$id$type"} = unpack 'H*', $data // '';
  }
  return \%values;
}

# It sorts by nothing: storages are in the order of the directory's tree, which is that of their names.
sub message {
  my $message = shift;
  my @attachments = map {
    my $embedded = $_->{EMBEDDED_MESSAGE};
    { values => values_of($_), $embedded ? (embedded => message($embedded)) : () }
  } @{$message->{ATTACHMENTS}};
  return {
    values => values_of($message),
    recipients => [map { { values => values_of($_) } } @{$message->{ADDRESSES}}],
    attachments => \@attachments,
  };
}

print JSON::PP->new->encode([map { message(Email::Outlook::Message->new($_)) } @ARGV]);
