"""The public page: a certificate's number or QR code is checked without a login."""
